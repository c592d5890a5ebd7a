//! Wall clocks and instants. A time that does not exist (clocks went forward) shifts forward by the gap; one that
//! exists twice (clocks went back) means the earlier.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Disambiguation, TimeZone};
use jiff::{Timestamp, ToSpan};

use crate::problem::{Problem, Surprise};

/// A known zone, or the problem that names `field`.
pub fn known(zone: &str, field: &str) -> Result<TimeZone, Problem> {
    TimeZone::get(zone).map_err(|_| Problem::invalid(field, "zone"))
}

/// A zone that was checked when it was stored.
pub fn stored(zone: &str) -> Result<TimeZone, Surprise> {
    Ok(TimeZone::get(zone)?)
}

/// The instant a wall clock in `zone` shows `wall`.
pub fn instant(wall: DateTime, zone: &TimeZone) -> Result<Timestamp, Surprise> {
    Ok(zone.to_ambiguous_zoned(wall).disambiguate(Disambiguation::Compatible)?.timestamp())
}

/// What a wall clock in `zone` shows.
pub fn wall(at: Timestamp, zone: &TimeZone) -> DateTime {
    zone.to_datetime(at)
}

/// The day it is in `zone`.
pub fn today(at: Timestamp, zone: &TimeZone) -> Date {
    wall(at, zone).date()
}

/// The wall clock `minute` minutes of clock face after midnight of `date`; 1440 is midnight at the end of the day.
pub fn minute_of(date: Date, minute: i16) -> Result<DateTime, Surprise> {
    let midnight = date.to_datetime(Time::midnight());
    Ok(midnight.checked_add(i64::from(minute).minutes())?)
}
