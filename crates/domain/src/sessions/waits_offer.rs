//! A time became free: it is kept for whoever waits longest and can come, in the transaction that freed it.

use jiff::{SignedDuration, Timestamp, ToSpan};
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::book::{Booking, around, authorise, check, refusal, venue};
use super::hold::{Held, keep};
use super::states::SessionWaitState;
use super::waits::{self, OBJECT, SessionWait};
use super::{Session, SessionPlace, waits_unheard};
use crate::audit::Event;
use crate::availability::{Booker, Desk, DeskQuery, Window, desk, offered};
use crate::care::bridges_sql;
use crate::db::{At, CenterTx, Day, Job, TimeOfDay};
use crate::idempotency::{self, Claim};
use crate::ids::{MemberId, SessionTypeId, SessionWaitId};
use crate::notifications::{self, QuietHours};
use crate::problem::{Outcome, Problem, Surprise};
use crate::zones;

/// How long an offer is kept, from when its reader is awake.
const KEPT: SignedDuration = SignedDuration::from_hours(4);
/// Nobody can answer faster than this and be glad about it.
const SHORTEST: SignedDuration = SignedDuration::from_mins(20);

/// Around hours that opened: enough for a week that may be full.
const AROUND: SignedDuration = SignedDuration::from_hours(24 * 8);
/// Starts of newly opened hours that are tried for one person.
const TRIED: usize = 5;
/// Starts that are looked at to find them.
const LOOKED_AT: usize = 2_000;

#[derive(FromQueryResult)]
struct Waiting {
    id: Uuid,
    client_id: Uuid,
    type_id: Option<Uuid>,
    minutes: i32,
    place: String,
    until_date: Option<Day>,
    version: i32,
    zone: String,
    quiet_from: TimeOfDay,
    quiet_until: TimeOfDay,
}

// Locked in one order; whoever is answering just now is passed over.
const IN_LINE: &str = concat!(
    "
select w.id, w.client_id, w.type_id, w.minutes, w.place, w.until_date, w.version, m.zone, m.quiet_from, m.quiet_until
from cairn.session_waits w
join cairn.members m on m.center_id = $1 and m.id = w.client_id and m.state in ('active', 'invited')
join directory.centers c on c.id = w.center_id
where w.center_id = $1 and (exists (select from cairn.care_assignments a
    where a.center_id = $1 and a.client_id = w.client_id and a.counselor_id = $2 and a.ended_at is null) or ",
    bridges_sql!("$2", "w.client_id"),
    ")
  and w.state = 'waiting' and (w.counselor_id is null or w.counselor_id = $2)
  and (w.not_before is null or w.not_before <= $3) and w.minutes <= $4
  and (w.until_date is null or w.until_date >= ($5::timestamptz at time zone c.zone)::date)
  and ($7::uuid is null or w.client_id <> $7)
  and not exists (select from cairn.sessions s where s.center_id = $1 and s.client_id = w.client_id and s.state = 'booked'
    and s.during && tstzrange($5, $6))
order by w.waiting_since, w.id limit 20 for update of w skip locked"
);

/// A time that somebody could be offered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Freed {
    pub counselor_id: MemberId,
    pub window: Window,
    /// Whoever waits is not told before, so that a cancellation can be taken back.
    pub told_at: Timestamp,
    /// Whose it was not to be: they gave it up, or were told no.
    pub not_for: Option<MemberId>,
}

impl Freed {
    /// The time that a session leaves: for anybody but its own client.
    pub(super) fn by(session: &Session, told_at: Timestamp) -> Self {
        let window = Window { starts_at: session.starts_at, ends_at: session.ends_at };
        Self { counselor_id: session.counselor_id, window, told_at, not_for: Some(session.client_id) }
    }
}

/// Who waits for this counselor and such a length, in their order. The window is when they have to be free.
async fn in_line(
    tx: &CenterTx,
    counselor_id: MemberId,
    minutes: i32,
    window: Window,
    not_for: Option<MemberId>,
) -> Outcome<Vec<Waiting>> {
    let values = [
        counselor_id.0.into(),
        tx.at().into(),
        minutes.into(),
        At(window.starts_at).into(),
        At(window.ends_at).into(),
        not_for.map(|id| id.0).into(),
    ];
    Ok(tx.rows::<Waiting>(IN_LINE, values).await?)
}

fn minutes_of(window: &Window) -> i32 {
    i32::try_from(window.ends_at.duration_since(window.starts_at).as_secs() / 60).unwrap_or(i32::MAX)
}

/// Keeps a freed time for the first in line who can come.
pub(super) async fn offer_to_next(tx: &CenterTx, freed: Freed) -> Outcome<()> {
    if freed.window.starts_at <= tx.now() + SHORTEST {
        return Ok(());
    }
    for waiting in in_line(tx, freed.counselor_id, minutes_of(&freed.window), freed.window, freed.not_for).await? {
        if offer(tx, freed.counselor_id, freed.window.starts_at, freed.told_at, &waiting, By::Line).await? {
            return Ok(());
        }
    }
    Ok(())
}

/// Hours of a counselor opened: each of those who wait is kept the first of these times that suits them, who waits longest first.
pub(crate) async fn offer_opened(tx: &CenterTx, counselor_id: MemberId, opened: &[Window]) -> Outcome<()> {
    let opened: Vec<Window> = opened.iter().filter(|window| window.ends_at > tx.now()).copied().collect();
    let (Some(longest), Some(first), Some(last)) = (
        opened.iter().map(minutes_of).max(),
        opened.iter().map(|window| window.starts_at).min(),
        opened.iter().map(|window| window.ends_at).max(),
    ) else {
        return Ok(());
    };
    // Which of the times somebody could come to is looked at one by one: here nobody is left out for being busy at some of it.
    let anytime = Window { starts_at: first.max(tx.now()), ends_at: first.max(tx.now()) };
    for waiting in in_line(tx, counselor_id, longest, anytime, None).await? {
        let query = DeskQuery {
            client_id: Some(MemberId(waiting.client_id)),
            type_id: waiting.type_id.map(SessionTypeId),
            from: first.saturating_sub(AROUND).unwrap_or(first),
            until: last.saturating_add(AROUND).unwrap_or(last),
            ..DeskQuery::of(tx, counselor_id)
        };
        let Some(desk) = desk(tx, &query).await?.filter(|desk| desk.counselor_is_active) else { return Ok(()) };
        for at in starts_in(tx, &desk, &opened, &waiting)? {
            if offer(tx, counselor_id, at, tx.now(), &waiting, By::Line).await? {
                break;
            }
        }
    }
    Ok(())
}

/// The first starts that touch newly opened hours, as clients may choose them.
fn starts_in(tx: &CenterTx, desk: &Desk, opened: &[Window], waiting: &Waiting) -> Outcome<Vec<Timestamp>> {
    let Some(last) = opened.iter().map(|window| window.ends_at).max() else { return Ok(Vec::new()) };
    let from = zones::today(tx.now(), &desk.zone).saturating_sub(1.day());
    let days = from.until(zones::today(last, &desk.zone))?.get_days() + 2;
    let windows: Vec<Window> = desk
        .availability
        .windows(&desk.zone, from, days.clamp(1, desk.availability.horizon_days + 3))?
        .into_iter()
        .filter(|window| opened.iter().any(|open| open.overlaps(window.starts_at, window.ends_at)))
        .collect();
    let slots = offered(&desk.rules(tx.now(), Booker::Client)?, &windows, waiting.minutes, LOOKED_AT);
    let mut starts: Vec<Timestamp> = slots
        .iter()
        .filter(|slot| opened.iter().any(|open| open.overlaps(slot.starts_at, slot.ends_at)))
        .filter(|slot| waiting.until_date.is_none_or(|until| slot.local_start.date() <= until.0))
        .map(|slot| slot.starts_at)
        .collect();
    starts.truncate(TRIED);
    Ok(starts)
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct OfferTime {
    #[serde(skip)]
    pub key: Uuid,
    pub id: SessionWaitId,
    pub counselor_id: MemberId,
    pub starts_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Client {
    zone: String,
    quiet_from: TimeOfDay,
    quiet_until: TimeOfDay,
}

/// Somebody of the center keeps a time for somebody who waits: theirs to take until it ends, as any other offer.
pub async fn offer_time(tx: &CenterTx, input: OfferTime) -> Outcome<SessionWait> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let wait = waits::find(tx, input.id).await?;
    if membership.member_id == wait.client_id {
        return Err(Problem::NotAllowed.into());
    }
    let query =
        DeskQuery { type_id: wait.type_id, ..around(input.counselor_id, Some(wait.client_id), input.starts_at, Vec::new()) };
    let desk = authorise(membership, input.counselor_id, wait.client_id, desk(tx, &query).await?)?;
    tx.writable()?;
    if let Claim::Repeated(_) = idempotency::claim(tx, input.key, "offer_wait_time", &input, input.id.0).await? {
        return waits::find(tx, input.id).await;
    }
    let wait = waits::locked(tx, input.id).await?.ok_or_else(|| Problem::not_found("sessionWaitId"))?;
    match wait.state {
        SessionWaitState::Waiting => {}
        SessionWaitState::Offered => return Err(Problem::invalid("sessionWaitId", "already_offered").into()),
        SessionWaitState::Booked | SessionWaitState::Left => {
            return Err(Problem::invalid("sessionWaitId", "already_over").into());
        }
    }
    let booking = Booking {
        counselor_id: input.counselor_id,
        client_id: wait.client_id,
        starts_at: input.starts_at,
        minutes: wait.minutes,
        place: wait.place,
        type_id: wait.type_id,
        hold: None,
        series: None,
        booker: Booker::Staff,
    };
    venue(&desk, wait.place)?;
    check(tx, &desk, &booking).await?;
    let client = tx
        .row::<Client>(
            "select zone, quiet_from, quiet_until from cairn.members where center_id = $1 and id = $2",
            [wait.client_id.0.into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("sessionWaitId"))?;
    let waiting = Waiting {
        id: wait.id.0,
        client_id: wait.client_id.0,
        type_id: wait.type_id.map(|id| id.0),
        minutes: wait.minutes,
        place: wait.place.name().to_owned(),
        until_date: None,
        version: wait.version,
        zone: client.zone,
        quiet_from: client.quiet_from,
        quiet_until: client.quiet_until,
    };
    if !offer(tx, input.counselor_id, input.starts_at, tx.now(), &waiting, By::Hand).await? {
        return Err(Problem::invalid("startsAt", "too_soon").into());
    }
    waits::find(tx, input.id).await
}

/// Who keeps a time for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// It became free, and they are the next. Nobody of the center has said yes to anything.
    Line,
    /// Somebody of the center: that is the yes.
    Hand,
}

/// Whether a client may take a time for it by themself: what needs a yes, is not for clients or was put away waits for somebody who
/// offers it.
fn takes_it_themself(desk: &Desk, waiting: &Waiting) -> bool {
    waiting.type_id.is_none() || desk.kind.as_ref().is_some_and(|kind| kind.active && kind.by_client && !kind.needs_approval)
}

/// Until when it would be kept, and from when its reader is awake; `None`: there would be no time to answer.
fn kept_until(desk: &Desk, waiting: &Waiting, at: Timestamp, told_at: Timestamp) -> Outcome<Option<(Timestamp, Timestamp)>> {
    let notice = SignedDuration::from_mins(i64::from(desk.availability.minimum_notice));
    let quiet = QuietHours { from: waiting.quiet_from.0, until: waiting.quiet_until.0, zone: zones::stored(&waiting.zone)? };
    let awake = quiet.no_earlier_than(told_at)?;
    let until = (awake + KEPT).min(at - notice);
    Ok((until >= told_at + SHORTEST && until >= awake).then_some((until, awake)))
}

/// False: not for this one.
async fn offer(
    tx: &CenterTx,
    counselor_id: MemberId,
    at: Timestamp,
    told_at: Timestamp,
    waiting: &Waiting,
    by: By,
) -> Outcome<bool> {
    let client_id = MemberId(waiting.client_id);
    // An absence that is being written is waited for, and seen.
    tx.run("select from cairn.members where center_id = $1 and id = $2 for key share", [counselor_id.0.into()]).await?;
    let query =
        DeskQuery { type_id: waiting.type_id.map(SessionTypeId), ..around(counselor_id, Some(client_id), at, Vec::new()) };
    let Some(desk) = desk(tx, &query).await?.filter(|desk| desk.counselor_is_active) else { return Ok(false) };
    // Nobody could take a time that has no room, or no link.
    let place = SessionPlace::parse(&waiting.place).ok_or(Surprise::Inconsistent("session place"))?;
    if venue(&desk, place).is_err() || (by == By::Line && !takes_it_themself(&desk, waiting)) {
        return Ok(false);
    }
    // Free and inside hours; the grid is for choosing, and this time is chosen.
    if refusal(&desk, Booker::Staff, tx.now(), at, waiting.minutes)?.is_some() {
        return Ok(false);
    }
    let Some((until, awake)) = kept_until(&desk, waiting, at, told_at)? else { return Ok(false) };
    let held = Held { counselor_id, by: client_id, starts_at: at, minutes: waiting.minutes };
    let Some(hold_id) = keep(tx, &desk, &held, until, None).await? else { return Ok(false) };
    let id = SessionWaitId(waiting.id);
    tx.run(
        "update cairn.session_waits set state = 'offered', offer_id = $3, offered_until = $4, version = version + 1, updated_at = $5,
           last_offered_at = $5, last_offer_counselor_id = $6, last_offer_starts_at = $7
         where center_id = $1 and id = $2",
        [
            id.0.into(),
            hold_id.into(),
            At(until).into(),
            tx.at().into(),
            counselor_id.0.into(),
            At(at).into(),
        ],
    )
    .await?;
    tx.audit(Event::done("session_wait.offer", OBJECT, id.0).about(client_id).purpose("care"));
    notifications::slot_offered(tx, id, waiting.version + 1, client_id, told_at.max(awake), until).await?;
    waits_unheard::tell(tx, client_id).await?;
    tx.enqueue(Job {
        task: "session_wait_round",
        payload: json!({ "center_id": tx.center_id().0, "session_wait_id": id.0 }),
        run_at: Some(until),
        key: Some(format!("session_wait:{}:{}", id.0, until.as_second())),
    });
    Ok(true)
}
