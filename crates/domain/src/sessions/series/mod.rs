//! The same hour again and again: planned on the wall clock, looked at occurrence by occurrence, booked all or not at all.

mod book;
mod change;
mod move_preview;
mod preview;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

pub use book::{Accepted, BookSeries, book};
pub use change::{CancelSeries, MoveSeries, SeriesScope, cancel, reschedule};
pub use move_preview::{PlannedMove, preview_move};
pub use preview::{PlannedOccurrence, preview};

use super::SessionPlace;
use crate::groups::recurrence::{self, Occurrence, Rule};
use crate::ids::{MemberId, SessionTypeId};
use crate::problem::{Outcome, Problem};
use crate::zones;

/// What lies further ahead nobody knows.
const MOST: i32 = 52;
const LONGEST_DAYS: i32 = 366;
/// Long enough for every count: 52 months, and some.
const LOOK_DAYS: i32 = 1_700;

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    Weekly,
    EveryTwoWeeks,
    /// The second Tuesday of each month; what begins on a fifth one is on the last.
    MonthlyByWeekday,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesEnd {
    Count(i32),
    /// The last day.
    Until(Date),
}

/// Where a series begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum First {
    /// On the wall clock of the counselor's own zone.
    Clock(DateTime),
    /// At a time that was offered: on a journey its clock is another than the one the series keeps.
    At(Timestamp),
}

/// A series as somebody plans it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SeriesPlan {
    pub counselor_id: MemberId,
    pub client_id: MemberId,
    pub first: First,
    pub rhythm: Rhythm,
    pub end: SeriesEnd,
    pub minutes: Option<i32>,
    pub place: SessionPlace,
    pub type_id: Option<SessionTypeId>,
}

fn day(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

/// Which weekday of its month a date is: 1 to 4, or -1 for the last where it is a fifth.
fn ordinal(date: Date) -> i8 {
    match (date.day() - 1) / 7 + 1 {
        5 => -1,
        nth => nth,
    }
}

impl SeriesPlan {
    /// The wall clock it begins at and keeps, in the counselor's own zone.
    pub(super) fn first(&self, home: &TimeZone) -> DateTime {
        match self.first {
            First::Clock(first) => first,
            First::At(at) => zones::wall(at, home),
        }
    }

    /// As RFC 5545 says it.
    pub(super) fn rule(&self, first: DateTime) -> Result<Rule, Problem> {
        let weekday = day(first.date().weekday());
        let rhythm = match self.rhythm {
            Rhythm::Weekly => format!("FREQ=WEEKLY;BYDAY={weekday}"),
            Rhythm::EveryTwoWeeks => format!("FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}"),
            Rhythm::MonthlyByWeekday => format!("FREQ=MONTHLY;BYDAY={}{weekday}", ordinal(first.date())),
        };
        let end = match self.end {
            SeriesEnd::Count(count) if (2..=MOST).contains(&count) => format!("COUNT={count}"),
            SeriesEnd::Count(_) => return Err(Problem::limit("count", "series_count", i64::from(MOST))),
            SeriesEnd::Until(until) if until <= first.date() => return Err(Problem::invalid("until", "date_order")),
            SeriesEnd::Until(until) if until > first.date().saturating_add(LONGEST_DAYS.days()) => {
                return Err(Problem::limit("until", "series_too_long", i64::from(LONGEST_DAYS)));
            }
            SeriesEnd::Until(until) => format!("UNTIL={}T235959", until.strftime("%Y%m%d")),
        };
        Ok(recurrence::check(&format!("{rhythm};{end}"), first, "first")?.0)
    }
}

/// When it takes place, in order: what the rule says, and when that is once the clocks have changed.
fn occurrences(rule: &Rule, first: DateTime, zone: &TimeZone) -> Outcome<Vec<Occurrence>> {
    let before = first.saturating_add(LOOK_DAYS.days());
    let mut found = recurrence::occurrences(Some(rule), first, zone, first, before)?;
    found.truncate(usize::try_from(MOST + 1).unwrap_or(usize::MAX));
    if found.is_empty() { Err(Problem::invalid("first", "rule_never").into()) } else { Ok(found) }
}

/// From the first to the last of them.
fn span(occurrences: &[Occurrence], now: Timestamp) -> (Timestamp, Timestamp) {
    let first = occurrences.first().map_or(now, |occurrence| occurrence.starts_at);
    (first, occurrences.last().map_or(first, |occurrence| occurrence.starts_at))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
