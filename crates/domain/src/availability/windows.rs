//! From hours to bookable starts. Pure: no clock, no database.

use std::collections::{HashMap, HashSet};

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{Availability, Travel};
use crate::problem::Surprise;
use crate::sessions::Slot;
use crate::zones;

/// A stretch of working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

impl Window {
    pub(crate) fn overlaps(&self, starts_at: Timestamp, ends_at: Timestamp) -> bool {
        self.starts_at < ends_at && starts_at < self.ends_at
    }

    fn holds(&self, starts_at: Timestamp, ends_at: Timestamp) -> bool {
        self.starts_at <= starts_at && ends_at <= self.ends_at
    }
}

/// For whom starts are offered: clients keep to notice, horizon, grid and limits; staff know what they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Booker {
    Client,
    Staff,
}

/// Why a start is not bookable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    InThePast,
    TooSoon,
    TooFarAhead,
    OutsideHours,
    OffTheGrid,
    /// Another session (with buffers) or time off is there.
    Taken,
    /// The client has a session with somebody else.
    ClientBusy,
    DayFull,
    WeekFull,
    /// The two walk together, and rest from it.
    PairRests,
}

impl Refusal {
    /// What the problem is called.
    pub(crate) fn rule(self) -> &'static str {
        match self {
            Self::InThePast => "in_the_past",
            Self::TooSoon => "too_soon",
            Self::TooFarAhead => "too_far_ahead",
            Self::OutsideHours => "outside_hours",
            Self::OffTheGrid => "off_the_grid",
            Self::Taken => "slot_taken",
            Self::ClientBusy => "client_busy",
            Self::DayFull => "day_full",
            Self::WeekFull => "week_full",
            Self::PairRests => "pair_rests",
        }
    }
}

/// Everything that decides about a start.
pub(crate) struct Rules<'a> {
    availability: &'a Availability,
    zone: &'a TimeZone,
    /// Busy stretches of the counselor, buffers included.
    busy: &'a [Window],
    /// When the client sits with anybody.
    elsewhere: &'a [Window],
    now: Timestamp,
    booker: Booker,
    buffer_before: SignedDuration,
    buffer_after: SignedDuration,
    /// Midnight after the last day that can be booked.
    horizon: Timestamp,
    full_days: HashSet<Date>,
    /// By their Monday.
    full_weeks: HashSet<Date>,
    barred: Option<Refusal>,
}

/// What [`Rules::new`] puts together.
pub(crate) struct Facts<'a> {
    pub availability: &'a Availability,
    pub zone: &'a TimeZone,
    pub busy: &'a [Window],
    /// Starts of the counselor's booked sessions.
    pub starts: &'a [Timestamp],
    pub elsewhere: &'a [Window],
    /// Minutes.
    pub buffers: (i32, i32),
    /// Nothing is bookable between these two, for this reason.
    pub barred: Option<Refusal>,
}

impl<'a> Rules<'a> {
    pub(crate) fn new(facts: &Facts<'a>, now: Timestamp, booker: Booker) -> Result<Self, Surprise> {
        let &Facts { availability, zone, busy, starts, elsewhere, buffers, barred } = facts;
        // Days of the counselor's calendar, not of 24 hours.
        let last = zones::today(now, zone).saturating_add((availability.horizon_days + 1).days());
        let mut rules = Self {
            availability,
            zone,
            busy,
            elsewhere,
            now,
            booker,
            buffer_before: minutes(buffers.0),
            buffer_after: minutes(buffers.1),
            horizon: zones::instant(last.into(), zone)?,
            full_days: HashSet::new(),
            full_weeks: HashSet::new(),
            barred,
        };
        if let Some(limit) = availability.daily_limit {
            rules.full_days = full(starts.iter().map(|at| rules.wall(*at).date()), limit);
        }
        if let Some(limit) = availability.weekly_limit {
            rules.full_weeks = full(starts.iter().map(|at| monday(rules.wall(*at).date())), limit);
        }
        Ok(rules)
    }

    /// One step on, or to where a journey begins or ends before that: from there on the lines lie elsewhere.
    fn after(&self, at: Timestamp, step: SignedDuration) -> Timestamp {
        let turns = self.availability.travel.iter().flat_map(|travel| [travel.starts_at, travel.ends_at]);
        turns.filter(|turn| at < *turn).fold(at + step, Timestamp::min)
    }

    fn wall(&self, at: Timestamp) -> DateTime {
        zones::wall(at, self.availability.clock_at(self.zone, at).0)
    }
}

fn full(of: impl Iterator<Item = Date>, limit: i32) -> HashSet<Date> {
    let mut counts: HashMap<Date, i32> = HashMap::new();
    of.for_each(|date| *counts.entry(date).or_default() += 1);
    counts.into_iter().filter(|(_, count)| *count >= limit).map(|(date, _)| date).collect()
}

fn monday(date: Date) -> Date {
    date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
}

impl Availability {
    /// The clock that the counselor looks at then: the zone's own, or the one of a journey.
    pub(crate) fn clock_at<'a>(&'a self, home: &'a TimeZone, at: Timestamp) -> (&'a TimeZone, &'a str) {
        self.journey_at(at).map_or((home, self.zone.as_str()), |travel| (&travel.clock, travel.zone.as_str()))
    }

    fn journey_at(&self, at: Timestamp) -> Option<&Travel> {
        self.travel.iter().find(|travel| travel.starts_at <= at && at < travel.ends_at)
    }

    /// The same, by the day on the wall.
    pub(super) fn clock_on<'a>(&'a self, home: &'a TimeZone, date: Date) -> &'a TimeZone {
        self.journey_on(date).map_or(home, |travel| &travel.clock)
    }

    fn journey_on(&self, date: Date) -> Option<&Travel> {
        self.travel.iter().find(|travel| travel.from <= date && date <= travel.until)
    }

    /// Working hours that touch `days` days from `from`, in order; stretches that touch (over midnight) are one. What lies
    /// before and after these days is among it: hours go on over midnight, and days of a journey begin at other times.
    pub fn windows(&self, home: &TimeZone, from: Date, days: i32) -> Result<Vec<Window>, Surprise> {
        let by_date: HashMap<Date, &[(i16, i16)]> =
            self.exceptions.iter().map(|exception| (exception.date, exception.ranges.as_slice())).collect();
        let mut windows: Vec<Window> = Vec::new();
        let mut date = from.checked_sub(2.days())?;
        let mut at_home = zones::Clock::new(home, home.to_timestamp(date.to_datetime(Time::midnight()))?);
        for _ in 0..days + 3 {
            let weekday = date.weekday().to_monday_one_offset();
            let journey = self.journey_on(date).map(|travel| &travel.clock);
            let mut instant = |minute: i16| {
                let wall = zones::minute_of(date, minute)?;
                journey.map_or_else(|| at_home.instant(wall), |clock| zones::instant(wall, clock))
            };
            let mut add = |from: i16, until: i16| {
                // Both ends are wall-clock times: on the day the clocks change the stretch is an hour longer or shorter, as
                // the people in it see it.
                let (starts_at, ends_at) = (instant(from)?, instant(until)?);
                if starts_at < ends_at {
                    windows.push(Window { starts_at, ends_at });
                }
                Ok::<(), Surprise>(())
            };
            match by_date.get(&date) {
                Some(ranges) => ranges.iter().try_for_each(|(from, until)| add(*from, *until))?,
                None => self
                    .weekly
                    .iter()
                    .filter(|range| range.weekday == weekday)
                    .try_for_each(|range| add(range.from, range.until))?,
            }
            date = date.checked_add(1.day())?;
        }
        windows.sort_by_key(|window| window.starts_at);
        Ok(joined(windows))
    }
}

fn joined(windows: Vec<Window>) -> Vec<Window> {
    let mut joined: Vec<Window> = Vec::with_capacity(windows.len());
    for window in windows {
        match joined.last_mut() {
            Some(last) if window.starts_at <= last.ends_at => last.ends_at = last.ends_at.max(window.ends_at),
            _ => joined.push(window),
        }
    }
    joined
}

/// What is open after and was not before. Both in order, without overlaps.
pub(crate) fn gained(before: &[Window], after: &[Window]) -> Vec<Window> {
    let mut gained = Vec::new();
    for window in after {
        let mut from = window.starts_at;
        for known in before.iter().filter(|known| known.overlaps(window.starts_at, window.ends_at)) {
            if from < known.starts_at {
                gained.push(Window { starts_at: from, ends_at: known.starts_at });
            }
            from = from.max(known.ends_at);
        }
        if from < window.ends_at {
            gained.push(Window { starts_at: from, ends_at: window.ends_at });
        }
    }
    gained
}

fn minutes(minutes: i32) -> SignedDuration {
    SignedDuration::from_mins(i64::from(minutes))
}

/// How far past the last line of the grid: the lines are counted from midnight on the wall, whatever the clocks did since.
fn past_the_grid(wall: DateTime, step: i32) -> SignedDuration {
    let minute = i32::from(wall.hour()) * 60 + i32::from(wall.minute());
    minutes(minute % step.max(5)) + SignedDuration::new(i64::from(wall.second()), wall.subsec_nanosecond())
}

/// Whether a session of `length` minutes can start at `starts_at`: the one check behind offering and booking.
/// `windows` cover the days around it.
pub(crate) fn verdict(rules: &Rules<'_>, windows: &[Window], starts_at: Timestamp, length: i32) -> Result<(), Refusal> {
    judge(rules, rules.busy, windows, starts_at, length, rules.wall(starts_at))
}

fn judge(
    rules: &Rules<'_>,
    busy: &[Window],
    windows: &[Window],
    starts_at: Timestamp,
    length: i32,
    wall: DateTime,
) -> Result<(), Refusal> {
    let ends_at = starts_at + minutes(length);
    let by_client = rules.booker == Booker::Client;
    if starts_at <= rules.now {
        return Err(Refusal::InThePast);
    }
    if let Some(refusal) = rules.barred {
        return Err(refusal);
    }
    if by_client && starts_at < rules.now + minutes(rules.availability.minimum_notice) {
        return Err(Refusal::TooSoon);
    }
    if by_client && starts_at >= rules.horizon {
        return Err(Refusal::TooFarAhead);
    }
    if !windows.iter().any(|window| window.holds(starts_at, ends_at)) {
        return Err(Refusal::OutsideHours);
    }
    if by_client && !past_the_grid(wall, rules.availability.slot_step).is_zero() {
        return Err(Refusal::OffTheGrid);
    }
    let (busy_from, busy_until) = (starts_at - rules.buffer_before, ends_at + rules.buffer_after);
    let off = |off: &super::TimeOff| off.starts_at < ends_at && starts_at < off.ends_at;
    if busy.iter().any(|busy| busy.overlaps(busy_from, busy_until)) || rules.availability.time_off.iter().any(off) {
        return Err(Refusal::Taken);
    }
    if rules.elsewhere.iter().any(|other| other.overlaps(starts_at, ends_at)) {
        return Err(Refusal::ClientBusy);
    }
    if by_client && rules.full_days.contains(&wall.date()) {
        return Err(Refusal::DayFull);
    }
    if by_client && !rules.full_weeks.is_empty() && rules.full_weeks.contains(&monday(wall.date())) {
        return Err(Refusal::WeekFull);
    }
    Ok(())
}

/// Bookable starts inside `windows`, in order, at most `limit`. Stepped in real minutes, so that a start exists exactly once
/// when clocks change; brought back to the grid when they changed by less than a step.
pub(crate) fn offered(rules: &Rules<'_>, windows: &[Window], length: i32, limit: usize) -> Vec<Slot> {
    let step = minutes(rules.availability.slot_step.max(5));
    let mut slots = Vec::new();
    if rules.barred.is_some() {
        return slots;
    }
    let mut at_home = zones::Clock::new(rules.zone, rules.now);
    for window in windows.iter().filter(|window| window.ends_at > rules.now) {
        // Only what can touch this window matters; the rest need not be asked about at every start.
        let (from, until) = (window.starts_at - SignedDuration::from_hours(3), window.ends_at + SignedDuration::from_hours(3));
        let near: Vec<Window> = rules.busy.iter().filter(|busy| busy.overlaps(from, until)).copied().collect();
        let alone = std::slice::from_ref(window);
        let mut starts_at = window.starts_at;
        while starts_at + minutes(length) <= window.ends_at {
            if slots.len() == limit {
                return slots;
            }
            let journey = rules.availability.journey_at(starts_at);
            let wall = journey.map_or_else(|| at_home.wall(starts_at), |travel| zones::wall(starts_at, &travel.clock));
            let past = past_the_grid(wall, rules.availability.slot_step);
            if !past.is_zero() {
                starts_at = rules.after(starts_at, step - past);
                continue;
            }
            if judge(rules, &near, alone, starts_at, length, wall).is_ok() {
                slots.push(Slot {
                    starts_at,
                    ends_at: starts_at + minutes(length),
                    local_start: wall,
                    zone: journey.map_or(&rules.availability.zone, |travel| &travel.zone).clone(),
                    minutes: length,
                });
            }
            starts_at = rules.after(starts_at, step);
        }
    }
    slots
}

#[cfg(test)]
#[path = "windows_tests.rs"]
mod tests;
