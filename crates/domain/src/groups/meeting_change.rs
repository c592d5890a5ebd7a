//! Changing one meeting, calling one off, bringing it back. The rest of its series stays as it is.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::change::link;
use super::meetings::{self, CANCEL_REASON, JOIN_URL, LOCATION, MeetingView};
use super::{GroupState, MeetingMode, MeetingState, meeting_may_become, schedule, unheld};
use crate::audit::Event;
use crate::db::{At, CenterTx, Wall};
use crate::ids::MeetingId;
use crate::members::fields;
use crate::notifications::{self, MeetingNews};
use crate::problem::{Outcome, Problem, Problems};
use crate::zones;

const TOPIC: usize = 120;
const PLACE: usize = 300;
const REASON: usize = 500;
/// A meeting is moved, not carried into another season.
const FURTHEST: SignedDuration = SignedDuration::from_hours(24 * 28);

/// What is `None` stays as it is; an empty text clears, so that the group's own holds again.
#[derive(Debug, Clone)]
pub struct ChangeMeeting {
    pub id: MeetingId,
    /// The version that was looked at.
    pub version: i32,
    /// Wall clock in the meeting's zone.
    pub local_start: Option<DateTime>,
    pub minutes: Option<i32>,
    pub mode: Option<MeetingMode>,
    pub location: Option<String>,
    pub join_url: Option<String>,
    pub topic: Option<String>,
}

/// The meeting, if the actor may change it as they saw it.
async fn changeable(tx: &CenterTx, id: MeetingId, version: i32) -> Outcome<MeetingView> {
    let view = meetings::locked_in_group(tx, id).await?;
    if !view.can_run {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    if view.version != version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    Ok(view)
}

/// Whoever comes from afar finds a way in: the meeting's own, or the group's.
fn has_way_in(view: &MeetingView, input: &ChangeMeeting, url: &str) -> bool {
    let untouched = input.mode.is_none() && input.join_url.is_none();
    let own = if input.join_url.is_some() { !url.is_empty() } else { view.join_url.is_some() };
    untouched || own || view.group_online || input.mode.unwrap_or(view.mode) == MeetingMode::InPerson
}

/// Wall clocks, lengths and texts, checked and in one form.
struct Checked {
    starts_at: Timestamp,
    minutes: i32,
    location: String,
    url: String,
    topic: String,
}

fn checked(tx: &CenterTx, view: &MeetingView, input: &ChangeMeeting, zone: &TimeZone) -> Outcome<Checked> {
    let mut problems = Problems::default();
    let minutes = input.minutes.unwrap_or(view.minutes);
    if !(10..=480).contains(&minutes) {
        problems.push(Problem::limit("minutes", "meeting_length", 480));
    }
    let starts_at = match input.local_start {
        Some(wall) => zones::instant(wall, zone)?,
        None => view.starts_at,
    };
    if starts_at != view.starts_at && starts_at <= tx.now() {
        problems.push(Problem::invalid("localStart", "in_the_past"));
    }
    if starts_at.duration_since(view.starts_at).abs() > FURTHEST {
        problems.push(Problem::limit("localStart", "moved_too_far", 28));
    }
    let location =
        problems.take(fields::line(input.location.as_deref().unwrap_or_default(), "location", PLACE)).unwrap_or_default();
    let url = input.join_url.as_deref().map(str::trim).unwrap_or_default();
    if !url.is_empty() {
        problems.take(link(url, "joinUrl"));
    }
    if !has_way_in(view, input, url) {
        problems.push(Problem::invalid("joinUrl", "join_link_missing"));
    }
    let topic = problems.take(fields::line(input.topic.as_deref().unwrap_or_default(), "topic", TOPIC)).unwrap_or_default();
    problems.refuse_if_any()?;
    Ok(Checked { starts_at, minutes, location, url: url.to_owned(), topic })
}

pub async fn change(tx: &CenterTx, input: ChangeMeeting) -> Outcome<MeetingView> {
    let view = changeable(tx, input.id, input.version).await?;
    if !matches!(view.state, MeetingState::Scheduled | MeetingState::Open) || view.ends_at <= tx.now() {
        return Err(Problem::invalid("meetingId", "meeting_over").into());
    }
    let zone = zones::stored(&view.zone)?;
    let Checked { starts_at, minutes, location, url, topic } = checked(tx, &view, &input, &zone)?;
    // When, how or where: people are told, and a later change of the rule leaves it alone.
    let told = (starts_at, minutes, input.mode.unwrap_or(view.mode)) != (view.starts_at, view.minutes, view.mode)
        || input.location.is_some()
        || input.join_url.is_some();
    let kept = |given: bool, text: String| given.then_some(text).filter(|text| !text.is_empty());
    let location = tx.seal_option(LOCATION, input.id.0, kept(input.location.is_some(), location).as_deref()).await?;
    let join_url = tx.seal_option(JOIN_URL, input.id.0, kept(input.join_url.is_some(), url).as_deref()).await?;
    tx.run(
        "update cairn.meetings set local_start = $3, starts_at = $4, ends_at = $5, minutes = $6, mode = coalesce($7, mode),
           location = case when $8 then $9 else location end, join_url = case when $10 then $11 else join_url end,
           topic = case when $12 then nullif($13, '') else topic end, by_hand = by_hand or $14, version = version + 1
         where center_id = $1 and id = $2",
        [
            input.id.0.into(),
            Wall(zones::wall(starts_at, &zone)).into(),
            At(starts_at).into(),
            At(schedule::ends_at(starts_at, minutes)).into(),
            minutes.into(),
            input.mode.map(|mode| mode.name().to_owned()).into(),
            input.location.is_some().into(),
            location.into(),
            input.join_url.is_some().into(),
            join_url.into(),
            input.topic.is_some().into(),
            topic.into(),
            // A topic alone is no reason to keep a meeting that its rule has given up.
            told.into(),
        ],
    )
    .await?;
    tx.audit(Event::done("meeting.change", "meeting", input.id.0));
    unheld::look(tx, view.group_id).await?;
    let changed = meetings::find(tx, input.id).await?;
    if told {
        notifications::meeting_news(tx, &changed, MeetingNews::Moved).await?;
    } else {
        // The reminder that waited was of the version before.
        notifications::remind(tx, changed.group_id).await?;
    }
    Ok(changed)
}

/// Calls a meeting off; with `following` the whole series ends here.
pub async fn cancel(tx: &CenterTx, id: MeetingId, version: i32, reason: &str, following: bool) -> Outcome<MeetingView> {
    let view = changeable(tx, id, version).await?;
    let reason = fields::paragraphs(reason, "reason", REASON)?;
    if view.state == MeetingState::Cancelled && !following {
        return Ok(view);
    }
    if view.ends_at <= tx.now() {
        return Err(Problem::invalid("meetingId", "meeting_over").into());
    }
    if view.state != MeetingState::Cancelled {
        if !meeting_may_become(view.state, MeetingState::Cancelled) {
            return Err(Problem::invalid("meetingId", "meeting_state").into());
        }
        call_off(tx, id, &reason).await?;
    }
    if following {
        tx.run(
            "update cairn.group_series set ends_before = greatest(local_start, $3)
             where center_id = $1 and id = $2 and (ends_before is null or ends_before > $3)",
            [view.series_id.0.into(), Wall(view.occurrence).into()],
        )
        .await?;
        schedule::materialise(tx, view.group_id).await?;
        call_off_rest(tx, &view, &reason).await?;
    }
    tx.audit(Event::done(if following { "meeting.cancel_following" } else { "meeting.cancel" }, "meeting", id.0));
    unheld::look(tx, view.group_id).await?;
    let cancelled = meetings::find(tx, id).await?;
    notifications::meeting_news(tx, &cancelled, MeetingNews::Cancelled).await?;
    Ok(cancelled)
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// What was changed by hand outlives its rule: called off one by one, and told, because people were told of it.
async fn call_off_rest(tx: &CenterTx, view: &MeetingView, reason: &str) -> Outcome<()> {
    let rest = tx
        .rows::<Id>(
            "select id from cairn.meetings
             where center_id = $1 and series_id = $2 and occurrence > $3 and state in ('scheduled', 'open') and starts_at > $4
             order by starts_at, id for update",
            [view.series_id.0.into(), Wall(view.occurrence).into(), tx.at().into()],
        )
        .await?;
    for row in rest {
        let id = MeetingId(row.id);
        call_off(tx, id, reason).await?;
        notifications::meeting_news(tx, &meetings::find(tx, id).await?, MeetingNews::Cancelled).await?;
    }
    Ok(())
}

async fn call_off(tx: &CenterTx, id: MeetingId, reason: &str) -> Outcome<()> {
    let sealed = tx.seal_option(CANCEL_REASON, id.0, Some(reason).filter(|reason| !reason.is_empty())).await?;
    tx.run(
        "update cairn.meetings set state = 'cancelled', cancel_reason = $3, by_hand = true, version = version + 1
         where center_id = $1 and id = $2",
        [id.0.into(), sealed.into()],
    )
    .await?;
    Ok(())
}

/// Brings a cancelled meeting back.
pub async fn restore(tx: &CenterTx, id: MeetingId, version: i32) -> Outcome<MeetingView> {
    let view = changeable(tx, id, version).await?;
    if view.state == MeetingState::Scheduled {
        return Ok(view);
    }
    if view.group_state == GroupState::Closed {
        return Err(Problem::invalid("meetingId", "group_not_open").into());
    }
    if !meeting_may_become(view.state, MeetingState::Scheduled) || view.starts_at <= tx.now() {
        return Err(Problem::invalid("meetingId", "meeting_over").into());
    }
    tx.run(
        "update cairn.meetings set state = 'scheduled', cancel_reason = null, with_group = false, version = version + 1 where center_id = $1 and id = $2",
        [id.0.into()],
    )
    .await?;
    tx.audit(Event::done("meeting.restore", "meeting", id.0));
    unheld::look(tx, view.group_id).await?;
    let back = meetings::find(tx, id).await?;
    notifications::meeting_news(tx, &back, MeetingNews::Back).await?;
    Ok(back)
}
