use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::DateTime;
use sea_orm::{FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;

use super::load::{Desk, DeskQuery, LOCATION, ONLINE_LINK, desk};
use super::{Availability, HoursException, WeeklyRange, Window, opened};
use crate::audit::Event;
use crate::db::{At, CenterTx, Wall};
use crate::idempotency::{self, Claim};
use crate::ids::{MemberId, TimeOffId};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems};
use crate::sessions::{SessionView, venue};
use crate::{sessions, zones};

/// A counselor's hours, all of them: what is not named any more is gone.
#[derive(Debug, Clone)]
pub struct SetAvailability {
    pub counselor_id: MemberId,
    /// The version that was looked at; 0 for the first time.
    pub version: i32,
    pub zone: String,
    pub weekly: Vec<WeeklyRange>,
    pub exceptions: Vec<HoursException>,
    pub buffer_before: i32,
    pub buffer_after: i32,
    pub minimum_notice: i32,
    pub horizon_days: i32,
    pub slot_step: i32,
    pub daily_limit: Option<i32>,
    pub weekly_limit: Option<i32>,
    pub location: Option<String>,
    pub online_link: Option<String>,
}

const MOST_RANGES: usize = 50;
const MOST_EXCEPTIONS: usize = 400;

pub(crate) fn may_manage(tx: &CenterTx, counselor_id: MemberId) -> Outcome<()> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let target = Target::own_if(membership.member_id == counselor_id);
    if !policy::allows(&membership.roles, Action::ManageHours, target) {
        return Err(Problem::not_found("counselorId").into());
    }
    tx.writable()
}

pub async fn set(tx: &CenterTx, input: SetAvailability) -> Outcome<Availability> {
    may_manage(tx, input.counselor_id)?;
    let input = checked(input)?;
    let counselor = input.counselor_id.0;
    let query = DeskQuery::of(tx, input.counselor_id);
    let before = desk(tx, &query).await?.filter(Desk::keeps_a_calendar).ok_or_else(|| Problem::not_found("counselorId"))?;
    let moves = venue::differs(&before.availability, input.location.as_deref(), input.online_link.as_deref());
    if moves {
        // Whoever books or moves meanwhile copies the place: they go first, or look again.
        tx.run(ABSENT, [counselor.into()]).await?;
    }
    let location = tx.seal_option(LOCATION, counselor, input.location.as_deref()).await?;
    let online_link = tx.seal_option(ONLINE_LINK, counselor, input.online_link.as_deref()).await?;
    let written = tx
        .run(
            "insert into cairn.availability as a (center_id, counselor_id, zone, buffer_before, buffer_after, minimum_notice,
               horizon_days, slot_step, location, online_link, version, daily_limit, weekly_limit)
             select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $12, $13 where $11 = 0
                or exists (select from cairn.availability x where x.center_id = $1 and x.counselor_id = $2)
             on conflict (center_id, counselor_id) do update set zone = $3, buffer_before = $4, buffer_after = $5,
               minimum_notice = $6, horizon_days = $7, slot_step = $8, location = $9, online_link = $10, version = a.version + 1,
               daily_limit = $12, weekly_limit = $13
             where a.version = $11",
            [
                counselor.into(),
                input.zone.clone().into(),
                input.buffer_before.into(),
                input.buffer_after.into(),
                input.minimum_notice.into(),
                input.horizon_days.into(),
                input.slot_step.into(),
                location.into(),
                online_link.into(),
                input.version.into(),
                input.daily_limit.into(),
                input.weekly_limit.into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    replace_hours(tx, &input).await?;
    tx.audit(Event::done("availability.set", "member", counselor));
    let after = desk(tx, &query).await?.ok_or_else(|| Problem::not_found("counselorId"))?;
    if moves {
        venue::follow(tx, input.counselor_id, &before.availability, &after.availability).await?;
    }
    opened::offer(tx, &before, &after).await?;
    Ok(after.availability)
}

async fn replace_hours(tx: &CenterTx, input: &SetAvailability) -> Outcome<()> {
    let counselor: Value = input.counselor_id.0.into();
    tx.run("delete from cairn.weekly_hours where center_id = $1 and counselor_id = $2", [counselor.clone()]).await?;
    tx.run("delete from cairn.hours_exceptions where center_id = $1 and counselor_id = $2", [counselor.clone()]).await?;
    let weekly: Vec<_> = input
        .weekly
        .iter()
        .map(|range| json!({"id": tx.ids().event(tx.now()), "weekday": range.weekday, "from": range.from, "until": range.until}))
        .collect();
    tx.run(
        "insert into cairn.weekly_hours (center_id, id, counselor_id, weekday, from_minute, until_minute)
         select $1, r.id, $2, r.weekday, r.from, r.until
         from jsonb_to_recordset($3) as r (id uuid, weekday smallint, \"from\" smallint, until smallint)",
        [counselor.clone(), Value::from(serde_json::Value::Array(weekly))],
    )
    .await?;
    let mut exceptions = Vec::new();
    for exception in &input.exceptions {
        let date = exception.date.to_string();
        if exception.ranges.is_empty() {
            exceptions.push(json!({"id": tx.ids().event(tx.now()), "date": date}));
        }
        for (from, until) in &exception.ranges {
            exceptions.push(json!({"id": tx.ids().event(tx.now()), "date": date, "from": from, "until": until}));
        }
    }
    tx.run(
        "insert into cairn.hours_exceptions (center_id, id, counselor_id, date, from_minute, until_minute)
         select $1, r.id, $2, r.date, r.from, r.until
         from jsonb_to_recordset($3) as r (id uuid, date date, \"from\" smallint, until smallint)",
        [counselor, Value::from(serde_json::Value::Array(exceptions))],
    )
    .await?;
    Ok(())
}

/// Bad hours, each named by its field.
fn checked(mut input: SetAvailability) -> Outcome<SetAvailability> {
    let mut problems = Problems::default();
    problems.take(zones::known(&input.zone, "zone").map(|_| ()));
    for (field, value, range) in [
        ("bufferBefore", input.buffer_before, 0..=120),
        ("bufferAfter", input.buffer_after, 0..=120),
        ("minimumNotice", input.minimum_notice, 0..=20_160),
        ("horizonDays", input.horizon_days, 1..=365),
    ] {
        if !range.contains(&value) {
            problems.push(Problem::invalid(field, "out_of_range"));
        }
    }
    for (field, limit, most) in [("dailyLimit", input.daily_limit, 30), ("weeklyLimit", input.weekly_limit, 150)] {
        if limit.is_some_and(|limit| !(1..=most).contains(&limit)) {
            problems.push(Problem::invalid(field, "out_of_range"));
        }
    }
    if ![5, 10, 15, 20, 30, 60].contains(&input.slot_step) {
        problems.push(Problem::invalid("slotStep", "slot_step"));
    }
    for (field, text, longest) in [("location", &mut input.location, 300_usize), ("onlineLink", &mut input.online_link, 500)] {
        *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if text.as_ref().is_some_and(|text| text.chars().count() > longest) {
            problems.push(Problem::limit(field, "too_long", i64::try_from(longest).unwrap_or(0)));
        }
    }
    if input.online_link.as_ref().is_some_and(|link| !link.starts_with("https://") || link.contains(char::is_whitespace)) {
        problems.push(Problem::invalid("onlineLink", "link"));
    }
    check_ranges(&input, &mut problems);
    problems.refuse_if_any()?;
    Ok(input)
}

fn check_ranges(input: &SetAvailability, problems: &mut Problems) {
    if input.weekly.len() > MOST_RANGES {
        problems.push(Problem::limit("weekly", "too_many", 50));
    }
    if input.exceptions.len() > MOST_EXCEPTIONS {
        problems.push(Problem::limit("exceptions", "too_many", 400));
    }
    let mut weekly: BTreeMap<i8, Vec<(usize, i16, i16)>> = BTreeMap::new();
    for (index, range) in input.weekly.iter().enumerate() {
        weekly.entry(range.weekday).or_default().push((index, range.from, range.until));
    }
    // What goes on after midnight meets the morning of the next day; Monday follows Sunday.
    for (weekday, ranges) in &weekly {
        let tails = ranges.iter().filter(|(_, _, until)| *until > 1440).map(|(_, _, until)| until - 1440);
        let (Some(tail), Some(next)) = (tails.max(), weekly.get(&(weekday % 7 + 1))) else { continue };
        for (index, ..) in next.iter().filter(|(_, from, _)| *from < tail) {
            problems.push(Problem::invalid_at(&["weekly", &index.to_string()], "ranges_overlap"));
        }
    }
    for ranges in weekly.into_values() {
        check_day("weekly", ranges, problems);
    }
    let mut dates: BTreeMap<_, Vec<(usize, i16, i16)>> = BTreeMap::new();
    for (index, exception) in input.exceptions.iter().enumerate() {
        let ranges = dates.entry(exception.date).or_default();
        if exception.ranges.is_empty() {
            ranges.push((index, 0, 1440));
        }
        ranges.extend(exception.ranges.iter().map(|(from, until)| (index, *from, *until)));
    }
    for ranges in dates.into_values() {
        check_day("exceptions", ranges, problems);
    }
}

fn check_day(field: &str, mut ranges: Vec<(usize, i16, i16)>, problems: &mut Problems) {
    ranges.sort_by_key(|(_, from, _)| *from);
    let mut end = -1;
    for (index, from, until) in ranges {
        let at = index.to_string();
        if !(0..1440).contains(&from) || from >= until || until - from > 1440 {
            problems.push(Problem::invalid_at(&[field, &at], "range_order"));
        } else if from < end {
            problems.push(Problem::invalid_at(&[field, &at], "ranges_overlap"));
        }
        end = end.max(until);
    }
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct AddTimeOff {
    #[serde(skip)]
    pub key: Uuid,
    pub counselor_id: MemberId,
    /// Wall clock where the counselor is on that day.
    pub local_start: DateTime,
    pub local_end: DateTime,
}

/// What a change of time off left behind.
pub struct TimeOffChange {
    pub availability: Availability,
    /// Sessions inside: they stay until somebody moves or cancels them.
    pub affected: Vec<SessionView>,
}

pub async fn add_time_off(tx: &CenterTx, input: AddTimeOff) -> Outcome<TimeOffChange> {
    may_manage(tx, input.counselor_id)?;
    let stretch = write_time_off(tx, &input, "add_time_off").await?.2;
    let affected = sessions::booked_between(tx, input.counselor_id, stretch.starts_at, stretch.ends_at).await?;
    let after = desk(tx, &DeskQuery::of(tx, input.counselor_id)).await?.ok_or_else(|| Problem::not_found("counselorId"))?;
    Ok(TimeOffChange { availability: after.availability, affected })
}

// Whoever books meanwhile waits for the row, or was waited for, and looks again at what is free.
const ABSENT: &str = "
with held as materialized (select id from cairn.members where center_id = $1 and id = $2 for update)
update cairn.members m set hours_version = m.hours_version + 1 from held where m.center_id = $1 and m.id = held.id";

/// When that is, and the zone it begins in: like hours, each end is of the clock that shows where they are on its day. Midnight is the
/// end of the day before it.
fn where_they_are(desk: &Desk, input: &AddTimeOff) -> Outcome<(Window, String)> {
    let last = input.local_end.checked_sub(1.nanosecond())?.date();
    let clock_on = |date| desk.availability.clock_on(&desk.zone, date);
    let (first, last) = (clock_on(input.local_start.date()), clock_on(last));
    let zone = first.iana_name().unwrap_or(&desk.availability.zone).to_owned();
    let starts_at = zones::instant(input.local_start, first)?;
    Ok((Window { starts_at, ends_at: zones::instant(input.local_end, last)? }, zone))
}

/// Writes it down, once for each key; answers whether this was the first time, and when that is. The caller has authorised.
pub(crate) async fn write_time_off(
    tx: &CenterTx,
    input: &AddTimeOff,
    operation: &'static str,
) -> Outcome<(Claim, TimeOffId, Window)> {
    if input.local_end <= input.local_start {
        return Err(Problem::invalid("localEnd", "date_order").into());
    }
    let query = DeskQuery::of(tx, input.counselor_id);
    let before = desk(tx, &query).await?.filter(Desk::keeps_a_calendar).ok_or_else(|| Problem::not_found("counselorId"))?;
    let (stretch, zone) = where_they_are(&before, input)?;
    // Days of a journey may turn it around.
    if stretch.ends_at <= stretch.starts_at {
        return Err(Problem::invalid("localEnd", "date_order").into());
    }
    if stretch.ends_at <= tx.now() {
        return Err(Problem::invalid("localEnd", "in_the_past").into());
    }
    let id = TimeOffId(tx.ids().event(tx.now()));
    let claim = idempotency::claim(tx, input.key, operation, input, id.0).await?;
    if claim == Claim::New {
        tx.run(
            "insert into cairn.time_off (center_id, id, counselor_id, local_start, local_end, zone, starts_at, ends_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                id.0.into(),
                input.counselor_id.0.into(),
                Wall(input.local_start).into(),
                Wall(input.local_end).into(),
                zone.into(),
                At(stretch.starts_at).into(),
                At(stretch.ends_at).into(),
            ],
        )
        .await?;
        tx.run(ABSENT, [input.counselor_id.0.into()]).await?;
        sessions::waits::counselor_away(tx, input.counselor_id, Some(stretch)).await?;
        tx.audit(Event::done("time_off.add", "time_off", id.0));
    }
    Ok((claim, id, stretch))
}

#[derive(FromQueryResult)]
struct Owner {
    counselor_id: Uuid,
    starts_at: At,
    ends_at: At,
}

/// The counselor is there after all: nobody has to choose any more, and whoever waits is offered the time.
pub async fn remove_time_off(tx: &CenterTx, id: TimeOffId) -> Outcome<TimeOffChange> {
    let owner = tx
        .row::<Owner>(
            "select counselor_id, starts_at, ends_at from cairn.time_off where center_id = $1 and id = $2",
            [id.0.into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("timeOffId"))?;
    let counselor_id = MemberId(owner.counselor_id);
    may_manage(tx, counselor_id).map_err(|_| Problem::not_found("timeOffId"))?;
    tx.run("delete from cairn.time_off where center_id = $1 and id = $2", [id.0.into()]).await?;
    tx.audit(Event::done("time_off.remove", "time_off", id.0));
    sessions::cover::taken_back(tx, counselor_id, id).await?;
    let free = Window { starts_at: owner.starts_at.0.max(tx.now()), ends_at: owner.ends_at.0 };
    sessions::waits::offer_opened(tx, counselor_id, &[free]).await?;
    let desk = desk(tx, &DeskQuery::of(tx, counselor_id)).await?.ok_or_else(|| Problem::not_found("timeOffId"))?;
    Ok(TimeOffChange { availability: desk.availability, affected: Vec::new() })
}
