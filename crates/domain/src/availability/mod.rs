//! When a counselor can be booked: weekly hours, dated exceptions, time off, buffers, notice.

mod change;
mod load;
mod windows;

pub use change::{AddTimeOff, SetAvailability, TimeOffChange, add_time_off, remove_time_off, set};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
pub use load::view;
pub(crate) use load::{Desk, DeskQuery, desk, may_choose};
pub use windows::{Booker, Window};
pub(crate) use windows::{Refusal, offered, verdict};

use crate::ids::{MemberId, TimeOffId};

/// Hours of one weekday. Minutes of the wall clock since midnight; 1440 is midnight at the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WeeklyRange {
    /// ISO: Monday is 1.
    pub weekday: i8,
    pub from: i16,
    pub until: i16,
}

/// Hours of one date, instead of the weekly ones. No ranges: off that day.
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

#[derive(Debug, Clone, PartialEq)]
pub struct Availability {
    pub counselor_id: MemberId,
    /// IANA id; hours are wall-clock times in it.
    pub zone: String,
    pub weekly: Vec<WeeklyRange>,
    pub exceptions: Vec<HoursException>,
    pub time_off: Vec<TimeOff>,
    /// Minutes kept free before and after a session. Buffers of neighbours add up.
    pub buffer_before: i32,
    pub buffer_after: i32,
    /// Minutes between a client's booking and the start, at least.
    pub minimum_notice: i32,
    /// How many days ahead clients can book.
    pub horizon_days: i32,
    /// Minutes between offered starts.
    pub slot_step: i32,
    /// Where in-person sessions take place.
    pub location: Option<String>,
    /// The standing link of online sessions.
    pub online_link: Option<String>,
    /// 0: never set.
    pub version: i32,
}
