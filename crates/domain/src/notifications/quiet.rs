//! Quiet hours, on the wall clock of the reader.

use jiff::civil::{Date, Time};
use jiff::tz::{Disambiguation, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::problem::Surprise;

/// How long before the quiet a message leaves that has to be early: delivery takes a while.
const MARGIN: SignedDuration = SignedDuration::from_mins(15);

/// From one wall-clock time to another, over midnight when `until` is the earlier. Both the same: never quiet.
#[derive(Debug, Clone)]
pub struct QuietHours {
    pub from: Time,
    pub until: Time,
    pub zone: TimeZone,
}

impl QuietHours {
    /// Whether the reader's wall clock shows a quiet time at `at`.
    pub fn cover(&self, at: Timestamp) -> bool {
        let time = self.zone.to_datetime(at).time();
        if self.from <= self.until { self.from <= time && time < self.until } else { time >= self.from || time < self.until }
    }

    /// `at`, or a little before the quiet that `at` falls into: never later. `None` when the reader has next to no
    /// time that is not quiet.
    pub fn no_later_than(&self, at: Timestamp) -> Result<Option<Timestamp>, Surprise> {
        if !self.cover(at) {
            return Ok(Some(at));
        }
        let wall = self.zone.to_datetime(at);
        let began = if wall.time() >= self.from { wall.date() } else { wall.date().yesterday()? };
        // The earlier instant, also where clocks jump over the beginning: the quiet never began before it.
        let began = self.instant(began, self.from, Disambiguation::Earlier)?;
        for margin in [MARGIN, SignedDuration::from_mins(1)] {
            let early = began.checked_sub(margin)?;
            if !self.cover(early) {
                return Ok(Some(early));
            }
        }
        Ok(None)
    }

    /// `at`, or the end of the quiet that `at` falls into.
    pub fn no_earlier_than(&self, at: Timestamp) -> Result<Timestamp, Surprise> {
        if !self.cover(at) {
            return Ok(at);
        }
        let wall = self.zone.to_datetime(at);
        let ends = if wall.time() < self.until { wall.date() } else { wall.date().checked_add(1.day())? };
        self.instant(ends, self.until, Disambiguation::Later)
    }

    fn instant(&self, date: Date, time: Time, which: Disambiguation) -> Result<Timestamp, Surprise> {
        Ok(self.zone.to_ambiguous_zoned(date.to_datetime(time)).disambiguate(which)?.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    fn hours(zone: &str, from: Time, until: Time) -> QuietHours {
        QuietHours { from, until, zone: TimeZone::get(zone).unwrap() }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_reminder_in_the_night_comes_the_evening_before() {
        let quiet = hours("America/New_York", time(21, 0, 0, 0), time(8, 0, 0, 0));
        // 07:00 EST, and 22:30 EST the evening before: both in the same night.
        for inside in ["2026-11-26T12:00:00Z", "2026-11-26T03:30:00Z"] {
            assert_eq!(quiet.no_later_than(at(inside)).unwrap(), Some(at("2026-11-26T01:45:00Z")));
            assert_eq!(quiet.no_earlier_than(at(inside)).unwrap(), at("2026-11-26T13:00:00Z"));
        }
        let noon = at("2026-11-26T17:00:00Z");
        assert_eq!(quiet.no_later_than(noon).unwrap(), Some(noon));
        assert_eq!(quiet.no_earlier_than(noon).unwrap(), noon);
    }

    #[test]
    fn edges_belong_to_the_quiet_at_its_beginning_only() {
        let quiet = hours("America/Phoenix", time(21, 0, 0, 0), time(8, 0, 0, 0));
        assert!(quiet.cover(at("2026-11-26T04:00:00Z")));
        assert!(!quiet.cover(at("2026-11-26T15:00:00Z")));
    }

    #[test]
    fn a_beginning_that_clocks_jump_over_does_not_make_it_later() {
        let quiet = hours("America/New_York", time(2, 30, 0, 0), time(6, 0, 0, 0));
        // 03:10 EDT on the day 02:00 to 03:00 does not exist.
        let inside = at("2026-03-08T07:10:00Z");
        assert!(quiet.cover(inside));
        let early = quiet.no_later_than(inside).unwrap().unwrap();
        assert!(early < inside && !quiet.cover(early), "{early}");
    }

    #[test]
    fn an_end_that_comes_twice_means_the_second() {
        let quiet = hours("America/New_York", time(22, 0, 0, 0), time(1, 30, 0, 0));
        // The second 01:10 of that night.
        let inside = at("2026-11-01T06:10:00Z");
        assert_eq!(quiet.no_earlier_than(inside).unwrap(), at("2026-11-01T06:30:00Z"));
    }

    #[test]
    fn never_and_always_quiet() {
        let never = hours("Asia/Kolkata", time(8, 0, 0, 0), time(8, 0, 0, 0));
        assert!(!never.cover(at("2026-11-26T12:00:00Z")));
        let always = hours("Asia/Kolkata", time(0, 0, 30, 0), time(0, 0, 0, 0));
        assert_eq!(always.no_later_than(at("2026-11-26T12:00:00Z")).unwrap(), None);
    }
}
