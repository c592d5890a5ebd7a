//! From hours to bookable starts. Pure: no clock, no database.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::Availability;
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
    fn overlaps(&self, starts_at: Timestamp, ends_at: Timestamp) -> bool {
        self.starts_at < ends_at && starts_at < self.ends_at
    }

    fn holds(&self, starts_at: Timestamp, ends_at: Timestamp) -> bool {
        self.starts_at <= starts_at && ends_at <= self.ends_at
    }
}

/// For whom starts are offered: clients keep to notice, horizon and grid; staff know what they do.
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
}

/// Everything that decides about a start.
pub struct Rules<'a> {
    pub availability: &'a Availability,
    pub zone: &'a TimeZone,
    /// Busy stretches of the counselor, buffers included, by start.
    pub busy: &'a [Window],
    pub now: Timestamp,
    pub booker: Booker,
}

impl Availability {
    /// Working hours from `from` for `days` days, in order; stretches that touch (over midnight) are one.
    pub fn windows(&self, zone: &TimeZone, from: Date, days: i32) -> Result<Vec<Window>, Surprise> {
        let mut by_date: HashMap<Date, &[(i16, i16)]> = HashMap::new();
        for exception in &self.exceptions {
            by_date.insert(exception.date, &exception.ranges);
        }
        let mut windows: Vec<Window> = Vec::new();
        let mut date = from;
        for _ in 0..days {
            let weekly: Vec<(i16, i16)>;
            let ranges = match by_date.get(&date) {
                Some(ranges) => *ranges,
                None => {
                    let weekday = date.weekday().to_monday_one_offset();
                    weekly = self
                        .weekly
                        .iter()
                        .filter(|range| range.weekday == weekday)
                        .map(|range| (range.from, range.until))
                        .collect();
                    &weekly
                }
            };
            for &(from, until) in ranges {
                // Both ends are wall-clock times: on the day the clocks change the stretch is an hour longer or
                // shorter, as the people in it see it.
                let starts_at = zones::instant(zones::minute_of(date, from)?, zone)?;
                let ends_at = zones::instant(zones::minute_of(date, until)?, zone)?;
                if starts_at < ends_at {
                    windows.push(Window { starts_at, ends_at });
                }
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

fn minutes(minutes: i32) -> SignedDuration {
    SignedDuration::from_mins(i64::from(minutes))
}

/// Whether a session of `length` minutes can start at `starts_at`: the one check behind offering and booking.
/// `windows` cover the days around it.
pub(crate) fn verdict(rules: &Rules<'_>, windows: &[Window], starts_at: Timestamp, length: i32) -> Result<(), Refusal> {
    let availability = rules.availability;
    let ends_at = starts_at + minutes(length);
    if starts_at <= rules.now {
        return Err(Refusal::InThePast);
    }
    let window = windows.iter().find(|window| window.holds(starts_at, ends_at));
    if rules.booker == Booker::Client {
        if starts_at < rules.now + minutes(availability.minimum_notice) {
            return Err(Refusal::TooSoon);
        }
        // Days of the counselor's calendar, not of 24 hours.
        let last = zones::today(rules.now, rules.zone).saturating_add(availability.horizon_days.days());
        if zones::today(starts_at, rules.zone) > last {
            return Err(Refusal::TooFarAhead);
        }
    }
    let Some(window) = window else { return Err(Refusal::OutsideHours) };
    let step = minutes(availability.slot_step.max(5)).as_secs();
    if rules.booker == Booker::Client && window.starts_at.duration_until(starts_at).as_secs() % step != 0 {
        return Err(Refusal::OffTheGrid);
    }
    let busy_from = starts_at - minutes(availability.buffer_before);
    let busy_until = ends_at + minutes(availability.buffer_after);
    let taken = rules.busy.iter().any(|busy| busy.overlaps(busy_from, busy_until))
        || availability.time_off.iter().any(|off| off.starts_at < ends_at && starts_at < off.ends_at);
    if taken { Err(Refusal::Taken) } else { Ok(()) }
}

/// Bookable starts inside `windows`, in order, at most `limit`. Converted per window, stepped in real minutes, so
/// that a start exists exactly once when clocks change.
pub(crate) fn offered(rules: &Rules<'_>, windows: &[Window], length: i32, limit: usize) -> Vec<Slot> {
    let step = minutes(rules.availability.slot_step.max(5));
    let mut slots = Vec::new();
    for window in windows {
        // Only what can touch this window matters; the rest need not be asked about at every start.
        let near: Vec<Window> = rules
            .busy
            .iter()
            .filter(|busy| {
                busy.overlaps(window.starts_at - SignedDuration::from_hours(3), window.ends_at + SignedDuration::from_hours(3))
            })
            .copied()
            .collect();
        let here = Rules { busy: &near, ..*rules };
        let alone = std::slice::from_ref(window);
        let mut starts_at = window.starts_at;
        while starts_at + minutes(length) <= window.ends_at {
            if slots.len() == limit {
                return slots;
            }
            if verdict(&here, alone, starts_at, length).is_ok() {
                slots.push(slot(rules, starts_at, length));
            }
            starts_at += step;
        }
    }
    slots
}

fn slot(rules: &Rules<'_>, starts_at: Timestamp, length: i32) -> Slot {
    Slot {
        starts_at,
        ends_at: starts_at + minutes(length),
        local_start: zones::wall(starts_at, rules.zone),
        zone: rules.availability.zone.clone(),
        minutes: length,
    }
}
