//! Offering times, and the calendar they come from.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan};

use super::book::{Wants, booker, fits, venue};
use super::held::{self, HeldTime};
use super::hold;
use super::view::{SessionView, between, find};
use super::{Session, SessionPlace, cover};
use crate::actor::{Membership, Role};
use crate::availability::{Booker, Desk, DeskQuery, Window, desk, may_choose, offered};
use crate::db::CenterTx;
use crate::ids::{MemberId, SessionId, SessionTypeId};
use crate::policy::{self, Action, Target};
use crate::problem::{Fault, Outcome, Problem, Surprise};
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

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// How long, or which kind.
    pub minutes: Option<i32>,
    pub type_id: Option<SessionTypeId>,
    /// `None`: it does not matter yet.
    pub place: Option<SessionPlace>,
    /// For whom; left out, a client looks for themself, and others at what is free whoever comes.
    pub client_id: Option<MemberId>,
    /// A session that is to move: it does not stand in its own way, and stays what it is.
    pub moving: Option<SessionId>,
    /// What is held under this token does not count as taken.
    pub hold: Option<String>,
}

/// Starts that booking (or moving) accepts, from `from` (a day in the counselor's zone) on.
pub async fn slots(
    tx: &CenterTx,
    counselor_id: MemberId,
    from: Date,
    days: i32,
    sought: Sought,
    first: i32,
) -> Outcome<Vec<Slot>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let moving = moving(tx, sought.moving).await?;
    // Whoever may see a session may see where it could go: with its counselor, or with whoever stands in for them.
    let goes_there = match &moving {
        Some(session) if session.counselor_id == counselor_id => true,
        Some(session) => cover::stands_in(tx, session.id, counselor_id).await?,
        None => false,
    };
    if !goes_there {
        may_choose(tx, counselor_id).await?;
    }
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Problem::limit("days", "too_many", i64::from(MOST_DAYS)).into());
    }
    let limit = usize::try_from(first).unwrap_or(0).min(MOST_SLOTS);
    let client_id =
        moving.as_ref().map(|session| session.client_id).or(sought.client_id).or_else(|| as_client(tx, Some(counselor_id)));
    let booker = books_as(membership, client_id);
    let (start, end) = stretch(from, days)?;
    let hold = hold::of_actor(tx, sought.hold.as_deref()).await?;
    let query = DeskQuery {
        counselor_id,
        // What cannot be booked because the client sits with somebody else is not offered.
        client_id,
        from: start,
        until: end,
        except: hold.into_iter().chain(moving.as_ref().map(|session| session.id.0)).collect(),
        type_id: moving.as_ref().map_or(sought.type_id, |session| session.type_id),
    };
    let stays = moving.as_ref().filter(|session| session.counselor_id == counselor_id);
    // Sessions with somebody whose account is paused are looked after by staff; for clients nobody knows when they are back.
    let there = |desk: &Desk| desk.counselor_is_active || stays.is_some() && desk.counselor_is_paused;
    let mut desk = desk(tx, &query).await?.filter(there).ok_or_else(|| Problem::not_found("counselorId"))?;
    if !desk.counselor_is_active && booker == Booker::Client {
        return Ok(Vec::new());
    }
    if moving.is_none() && !desk.assigned {
        // What somebody has elsewhere is known to those who care for them; booking says what is missing.
        desk.elsewhere.clear();
    }
    let minutes = length(&desk, booker, &sought, moving.as_ref())?;
    // With somebody else it needs a room or a link of theirs.
    let place = sought.place.or(moving.as_ref().filter(|_| stays.is_none()).map(|session| session.place));
    if !has_place(&desk, place, stays) {
        return Ok(Vec::new());
    }
    let mut slots = days_of(tx, &desk, booker, from, days, minutes, limit)?;
    // Where it is already, it does not go, unless to another place, for longer or to somebody else.
    if let Some(now) = stays.filter(|now| now.minutes == minutes) {
        let stays = sought.place.is_none_or(|place| place == now.place);
        slots.retain(|slot| !stays || slot.starts_at != now.starts_at);
    }
    Ok(slots)
}

/// The session that is to move, if the viewer knows of it.
async fn moving(tx: &CenterTx, id: Option<SessionId>) -> Outcome<Option<Session>> {
    let Some(id) = id else { return Ok(None) };
    match find(tx, id).await {
        Ok(view) => Ok(Some(view.session)),
        Err(Fault::Problems(_)) => Err(Problem::not_found("sessionId").into()),
        Err(surprise) => Err(surprise),
    }
}

/// What moves stays as long as it is, whatever its kind has become since.
fn length(desk: &Desk, booker: Booker, sought: &Sought, moving: Option<&Session>) -> Outcome<i32> {
    match moving {
        Some(session) if sought.minutes.is_none_or(|minutes| minutes == session.minutes) => Ok(session.minutes),
        Some(session) => fits(desk, booker, session.type_id, sought.minutes, None, Wants::Times),
        None => fits(desk, booker, sought.type_id, sought.minutes, sought.place, Wants::Times),
    }
}

/// Whether the counselor has a room or a link for it. What moves keeps its own, unless it goes elsewhere.
pub(super) fn has_place(desk: &Desk, place: Option<SessionPlace>, moving: Option<&Session>) -> bool {
    let stays = |place| moving.is_some_and(|session| session.place == place);
    place.is_none_or(|place| stays(place) || venue(desk, place).is_ok())
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

/// The viewer, where they look as a client: at somebody else's times, without being one of those who see everybody's.
pub(super) fn as_client(tx: &CenterTx, counselor_id: Option<MemberId>) -> Option<MemberId> {
    let membership = tx.actor().membership()?;
    let theirs = membership.roles.contains(&Role::Client) && counselor_id != Some(membership.member_id);
    let sees_all = policy::allows(&membership.roles, Action::ViewHours, Target::NONE);
    (theirs && !sees_all).then_some(membership.member_id)
}

/// By whose rules: a client's own, or those of whoever books for them.
pub(super) fn books_as(membership: &Membership, client_id: Option<MemberId>) -> Booker {
    client_id.map_or(Booker::Staff, |client_id| booker(membership, client_id))
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
pub async fn next_slots(tx: &CenterTx, counselor_id: MemberId, sought: Sought, count: i32) -> Outcome<Vec<Slot>> {
    let count = usize::try_from(count.clamp(1, 12)).unwrap_or(1);
    let today = zones::today(tx.now(), &jiff::tz::TimeZone::UTC).saturating_sub(1.day());
    let all = slots(tx, counselor_id, today, MOST_DAYS, sought, 2_000).await?;
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
    let desk = desk(tx, &query).await?.filter(Desk::keeps_a_calendar).ok_or_else(|| Problem::not_found("counselorId"))?;
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
        // Each comes with the day it starts on; what runs on from before the first day comes with that one.
        let here = |starts_at: Timestamp, ends_at: Timestamp| {
            starts_at < day_ends && (starts_at >= day_starts || date == from && ends_at > day_starts)
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
            held: held.iter().filter(|held| here(held.starts_at, held.ends_at)).copied().collect(),
            sessions: sessions.iter().filter(|view| here(view.session.starts_at, view.session.ends_at)).cloned().collect(),
        });
        date = next;
    }
    Ok(Calendar { counselor_id, zone: desk.availability.zone, days: calendar })
}
