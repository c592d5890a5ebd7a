//! Offering times, and the calendar they come from.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan};

use super::book::{Wants, fits};
use super::held::{self, HeldTime};
use super::hold;
use super::view::{SessionView, between};
use crate::actor::Role;
use crate::availability::{Booker, Desk, DeskQuery, Window, desk, may_choose, offered};
use crate::db::CenterTx;
use crate::ids::{MemberId, SessionTypeId};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::zones;

/// A bookable start.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// The wall clock in `zone`.
    pub local_start: DateTime,
    /// IANA id.
    pub zone: String,
    pub minutes: i32,
}

/// The most days one question may cover.
pub const MOST_DAYS: i32 = 62;
const MOST_SLOTS: usize = 2_000;

/// Starts that booking accepts, from `from` (a day in the counselor's zone) on.
pub async fn slots(
    tx: &CenterTx,
    counselor_id: MemberId,
    from: Date,
    days: i32,
    length: SlotLength,
    first: i32,
) -> Outcome<Vec<Slot>> {
    may_choose(tx, counselor_id).await?;
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Problem::limit("days", "too_many", i64::from(MOST_DAYS)).into());
    }
    let limit = usize::try_from(first).unwrap_or(0).min(MOST_SLOTS);
    let booker = viewer_books_as(tx);
    let (start, end) = stretch(from, days)?;
    let query = DeskQuery {
        counselor_id,
        // What a client cannot book because they sit with somebody else is not offered to them.
        client_id: tx.actor().member_id().filter(|_| booker == Booker::Client),
        from: start,
        until: end,
        except: hold::of_actor(tx, length.hold.as_deref()).await?.into_iter().collect(),
        type_id: length.type_id,
    };
    let desk =
        desk(tx, &query).await?.filter(|desk| desk.counselor_is_active).ok_or_else(|| Problem::not_found("counselorId"))?;
    let minutes = fits(&desk, booker, length.type_id, length.minutes, None, Wants::Times)?;
    Ok(days_of(tx, &desk, booker, from, days, minutes, limit)?)
}

/// How long, or which kind.
#[derive(Debug, Clone, Default)]
pub struct SlotLength {
    pub minutes: Option<i32>,
    pub type_id: Option<SessionTypeId>,
    /// What is held under this token does not count as taken.
    pub hold: Option<String>,
}

/// Starts on these days, in the zone where the counselor's calendar is kept.
pub(super) fn days_of(
    tx: &CenterTx,
    desk: &Desk,
    booker: Booker,
    from: Date,
    days: i32,
    minutes: i32,
    limit: usize,
) -> Result<Vec<Slot>, Surprise> {
    let windows = desk.availability.windows(&desk.zone, from, days)?;
    let first = zones::instant(from.into(), &desk.zone)?;
    let last = zones::instant(from.checked_add(days.days())?.into(), &desk.zone)?;
    // Hours that touch these days begin before and end after them: what is offered are starts on these days.
    let near: Vec<Window> = windows.into_iter().filter(|window| window.overlaps(first, last)).collect();
    let mut slots = offered(&desk.rules(tx.now(), booker)?, &near, minutes, MOST_SLOTS + 600);
    slots.retain(|slot| (first..last).contains(&slot.starts_at));
    slots.truncate(limit);
    Ok(slots)
}

/// A client sees what a client may book; staff see what staff may.
pub(super) fn viewer_books_as(tx: &CenterTx) -> Booker {
    let staff = [Role::Admin, Role::Counselor, Role::PeerMentor, Role::Supervisor].into_iter().any(|role| tx.actor().has(role));
    if staff { Booker::Staff } else { Booker::Client }
}

/// The days in any zone, with the weeks they lie in: a week that is full is full for all its days.
pub(super) fn stretch(from: Date, days: i32) -> Result<(Timestamp, Timestamp), Problem> {
    let bad = || Problem::invalid("from", "out_of_range");
    let utc = jiff::tz::TimeZone::UTC;
    let start = from.checked_sub(8.days()).and_then(|day| day.to_zoned(utc.clone())).map_err(|_| bad())?;
    let end = from.checked_add((days + 9).days()).and_then(|day| day.to_zoned(utc)).map_err(|_| bad())?;
    Ok((start.timestamp(), end.timestamp()))
}

/// The next `count` good times: the first free ones, on different days or parts of a day before neighbours.
pub async fn next_slots(tx: &CenterTx, counselor_id: MemberId, length: SlotLength, count: i32) -> Outcome<Vec<Slot>> {
    let count = usize::try_from(count.clamp(1, 12)).unwrap_or(1);
    let today = zones::today(tx.now(), &jiff::tz::TimeZone::UTC).saturating_sub(1.day());
    let all = slots(tx, counselor_id, today, MOST_DAYS, length, 2_000).await?;
    let half = |slot: &Slot| (slot.local_start.date(), slot.local_start.hour() / 12);
    let mut chosen: Vec<Slot> = Vec::new();
    for slot in &all {
        if chosen.len() < count && chosen.iter().all(|other| half(other) != half(slot)) {
            chosen.push(slot.clone());
        }
    }
    for slot in &all {
        if chosen.len() < count && !chosen.contains(slot) {
            chosen.push(slot.clone());
        }
    }
    chosen.sort_by_key(|slot| slot.starts_at);
    Ok(chosen)
}

/// One day of a counselor's calendar.
#[derive(Debug, Clone)]
pub struct CalendarDay {
    pub date: Date,
    /// Working hours.
    pub open: Vec<Window>,
    /// Time off inside the day.
    pub off: Vec<Window>,
    /// Kept for somebody just now.
    pub held: Vec<HeldTime>,
    pub sessions: Vec<SessionView>,
}

#[derive(Debug, Clone)]
pub struct Calendar {
    pub counselor_id: MemberId,
    /// IANA id; days are days in it.
    pub zone: String,
    pub days: Vec<CalendarDay>,
}

pub async fn calendar(tx: &CenterTx, counselor_id: MemberId, from: Date, days: i32) -> Outcome<Calendar> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let target = Target::own_if(membership.member_id == counselor_id);
    if !policy::allows(&membership.roles, Action::ViewCalendar, target) {
        return Err(Problem::not_found("counselorId").into());
    }
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Problem::limit("days", "too_many", i64::from(MOST_DAYS)).into());
    }
    let (start, end) = stretch(from, days)?;
    let query = DeskQuery { from: start, until: end, ..DeskQuery::of(tx, counselor_id) };
    let desk =
        desk(tx, &query).await?.filter(|desk| desk.counselor_is_active).ok_or_else(|| Problem::not_found("counselorId"))?;
    let sessions = between(tx, counselor_id, start, end, true).await?;
    let held = held::between(tx, counselor_id, start, end).await?;
    let mut calendar = Vec::new();
    let mut date = from;
    for _ in 0..days {
        let day_starts = zones::instant(date.into(), &desk.zone)?;
        let next = date.saturating_add(1.day());
        let day_ends = zones::instant(next.into(), &desk.zone)?;
        let clip = |starts_at: Timestamp, ends_at: Timestamp| {
            let window = Window { starts_at: starts_at.max(day_starts), ends_at: ends_at.min(day_ends) };
            (window.starts_at < window.ends_at).then_some(window)
        };
        calendar.push(CalendarDay {
            date,
            open: desk
                .availability
                .windows(&desk.zone, date, 1)?
                .into_iter()
                .filter_map(|window| clip(window.starts_at, window.ends_at))
                .collect(),
            off: desk.availability.time_off.iter().filter_map(|off| clip(off.starts_at, off.ends_at)).collect(),
            held: held.iter().filter(|held| (day_starts..day_ends).contains(&held.starts_at)).copied().collect(),
            sessions: sessions.iter().filter(|view| (day_starts..day_ends).contains(&view.session.starts_at)).cloned().collect(),
        });
        date = next;
    }
    Ok(Calendar { counselor_id, zone: desk.availability.zone, days: calendar })
}
