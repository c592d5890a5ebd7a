//! Offering times, and the calendar they come from.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan};

use super::book::LENGTHS;
use super::view::{SessionView, between};
use crate::actor::Role;
use crate::availability::{Booker, DeskQuery, Window, desk, may_choose, offered};
use crate::db::CenterTx;
use crate::ids::MemberId;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};
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
pub async fn slots(tx: &CenterTx, counselor_id: MemberId, from: Date, days: i32, minutes: i32, first: i32) -> Outcome<Vec<Slot>> {
    may_choose(tx, counselor_id).await?;
    if !LENGTHS.contains(&minutes) {
        return Err(Problem::invalid("minutes", "length").into());
    }
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Problem::limit("days", "too_many", i64::from(MOST_DAYS)).into());
    }
    let limit = usize::try_from(first).unwrap_or(0).min(MOST_SLOTS);
    let (start, end) = stretch(from, days)?;
    let query = DeskQuery { counselor_id, client_id: None, from: start, until: end, except: None };
    let desk =
        desk(tx, &query).await?.filter(|desk| desk.counselor_is_active).ok_or_else(|| Problem::not_found("counselorId"))?;
    let windows = desk.availability.windows(&desk.zone, from, days)?;
    Ok(offered(&desk.rules(tx.now(), viewer_books_as(tx)), &windows, minutes, limit))
}

/// A client sees what a client may book; staff see what staff may.
fn viewer_books_as(tx: &CenterTx) -> Booker {
    let staff = [Role::Admin, Role::Counselor, Role::PeerMentor, Role::Supervisor].into_iter().any(|role| tx.actor().has(role));
    if staff { Booker::Staff } else { Booker::Client }
}

/// The days in any zone: no zone is further than 14 hours from UTC.
fn stretch(from: Date, days: i32) -> Result<(Timestamp, Timestamp), Problem> {
    let bad = || Problem::invalid("from", "out_of_range");
    let utc = jiff::tz::TimeZone::UTC;
    let start = from.checked_sub(1.day()).and_then(|day| day.to_zoned(utc.clone())).map_err(|_| bad())?;
    let end = from.checked_add((days + 2).days()).and_then(|day| day.to_zoned(utc)).map_err(|_| bad())?;
    Ok((start.timestamp(), end.timestamp()))
}

/// The next `count` good times: the first free ones, on different days or parts of a day before neighbours.
pub async fn next_slots(tx: &CenterTx, counselor_id: MemberId, minutes: i32, count: i32) -> Outcome<Vec<Slot>> {
    let count = usize::try_from(count.clamp(1, 12)).unwrap_or(1);
    let today = zones::today(tx.now(), &jiff::tz::TimeZone::UTC).saturating_sub(1.day());
    let all = slots(tx, counselor_id, today, MOST_DAYS, minutes, 2_000).await?;
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
    let query = DeskQuery { counselor_id, client_id: None, from: start, until: end, except: None };
    let desk =
        desk(tx, &query).await?.filter(|desk| desk.counselor_is_active).ok_or_else(|| Problem::not_found("counselorId"))?;
    let sessions = between(tx, counselor_id, start, end, true).await?;
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
            open: desk.availability.windows(&desk.zone, date, 1)?,
            off: desk.availability.time_off.iter().filter_map(|off| clip(off.starts_at, off.ends_at)).collect(),
            sessions: sessions.iter().filter(|view| (day_starts..day_ends).contains(&view.session.starts_at)).cloned().collect(),
        });
        date = next;
    }
    Ok(Calendar { counselor_id, zone: desk.availability.zone, days: calendar })
}
