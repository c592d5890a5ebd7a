//! When a counselor can be booked: weekly hours, dated exceptions, time off, travel, buffers, notice, limits.

mod change;
mod kinds;
mod load;
mod many;
mod opened;
mod travel;
mod windows;

pub use change::{AddTimeOff, SetAvailability, TimeOffChange, add_time_off, remove_time_off, set};
pub(crate) use change::{may_manage, write_time_off};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
pub(crate) use kinds::{Kind, kinds};
pub use load::view;
pub(crate) use load::{Desk, DeskQuery, desk, may_choose};
pub(crate) use many::{ManyQuery, desks};
pub use travel::{AddTravel, add_travel, remove_travel};
pub use windows::{Booker, Window};
pub(crate) use windows::{Refusal, Rules, offered, verdict};

use crate::ids::{MemberId, TimeOffId, TravelZoneId};

/// Hours of one weekday. Minutes of the wall clock since midnight of that day; 1440 is midnight at its end, and what goes on
/// after it is more: 22:00 to 02:00 is 1320 to 1560.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WeeklyRange {
    /// ISO: Monday is 1. The day it begins on.
    pub weekday: i8,
    pub from: i16,
    pub until: i16,
}

/// Hours of one date, instead of the weekly ones. No ranges: off that day. What began the evening before goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursException {
    pub date: Date,
    pub ranges: Vec<(i16, i16)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeOff {
    pub id: TimeOffId,
    pub local_start: DateTime,
    pub local_end: DateTime,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

/// Days on which the hours are wall-clock times of another zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Travel {
    pub id: TravelZoneId,
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// IANA id.
    pub zone: String,
    pub(crate) clock: TimeZone,
    /// Midnight before the first day and after the last one, there.
    pub(crate) starts_at: Timestamp,
    pub(crate) ends_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Availability {
    pub counselor_id: MemberId,
    /// IANA id; hours are wall-clock times in it.
    pub zone: String,
    pub weekly: Vec<WeeklyRange>,
    pub exceptions: Vec<HoursException>,
    pub time_off: Vec<TimeOff>,
    pub travel: Vec<Travel>,
    /// Minutes kept free before and after a session. Buffers of neighbours add up.
    pub buffer_before: i32,
    pub buffer_after: i32,
    /// Minutes between a client's booking and the start, at least.
    pub minimum_notice: i32,
    /// How many days ahead clients can book.
    pub horizon_days: i32,
    /// Minutes between offered starts, counted from midnight.
    pub slot_step: i32,
    /// Sessions that clients can book on one day, and from Monday to Sunday; `None`: as many as fit.
    pub daily_limit: Option<i32>,
    pub weekly_limit: Option<i32>,
    /// Where in-person sessions take place.
    pub location: Option<String>,
    /// The standing link of online sessions.
    pub online_link: Option<String>,
    /// 0: never set.
    pub version: i32,
}
