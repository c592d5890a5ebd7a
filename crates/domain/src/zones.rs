//! Wall clocks and instants. A time that does not exist (clocks went forward) shifts forward by the gap; one that
//! exists twice (clocks went back) means the earlier.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Disambiguation, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};

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

/// A wall clock that is read many times, mostly forward: what the zone says is looked up again only where its clocks change.
/// The same answers as [`wall`] and [`instant`].
pub struct Clock<'a> {
    zone: &'a TimeZone,
    offset: Offset,
    /// Within these two the offset is this one.
    from: Timestamp,
    until: Timestamp,
}

/// No gap and no fold is longer: Samoa once left out a day.
const LONGEST_CHANGE: SignedDuration = SignedDuration::from_hours(25);

impl<'a> Clock<'a> {
    /// Read from `at` on.
    pub fn new(zone: &'a TimeZone, at: Timestamp) -> Self {
        let mut clock = Self { zone, offset: Offset::UTC, from: at, until: at };
        clock.look(at);
        clock
    }

    fn look(&mut self, at: Timestamp) {
        self.offset = self.zone.to_offset(at);
        self.from = at;
        self.until = self.zone.following(at).next().map_or(Timestamp::MAX, |change| change.timestamp());
    }

    pub fn wall(&mut self, at: Timestamp) -> DateTime {
        if at < self.from || at >= self.until {
            self.look(at);
        }
        self.offset.to_datetime(at)
    }

    pub fn instant(&mut self, wall: DateTime) -> Result<Timestamp, Surprise> {
        let clear = |clock: &Self| {
            let at = clock.offset.to_timestamp(wall).ok()?;
            let around = (at.checked_sub(LONGEST_CHANGE).ok()?, at.checked_add(LONGEST_CHANGE).ok()?);
            (clock.from <= around.0 && around.1 < clock.until).then_some(at)
        };
        if let Some(at) = clear(self) {
            return Ok(at);
        }
        // Near a change both sides of it count.
        let at = instant(wall, self.zone)?;
        self.look(at.checked_sub(LONGEST_CHANGE).unwrap_or(at));
        Ok(at)
    }
}
