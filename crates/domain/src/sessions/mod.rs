//! One-on-one counseling sessions: slots, booking, moving, cancelling, the hour itself and what is written about it.

mod book;
mod change;
pub mod life;
pub mod notes;
mod outcomes;
mod present;
mod slots;
mod state;
mod view;
pub mod whereabouts;

pub use book::{BookSession, LENGTHS, book};
pub use change::{CancelSession, MoveSession, UNDO, cancel, reschedule, undo_cancel};

use jiff::Timestamp;
use jiff::civil::DateTime;
pub use outcomes::{SessionOutcomes, outcomes};
pub use present::for_job;
pub use slots::{Calendar, CalendarDay, MOST_DAYS, Slot, calendar, next_slots, slots};
pub use state::SessionState;
pub(crate) use view::booked_between;
pub use view::{JOIN_OPENS, SessionFilter, SessionView, find, find_many, list, nearest};

use crate::ids::{MemberId, SessionId};

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionPlace {
    InPerson,
    Online,
}

impl SessionPlace {
    pub fn name(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Online => "online",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        [Self::InPerson, Self::Online].into_iter().find(|place| place.name() == name)
    }
}

/// A session with its sealed parts opened.
#[derive(Debug, Clone)]
pub struct Session {
    pub id: SessionId,
    pub counselor_id: MemberId,
    pub client_id: MemberId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// What was planned: the wall clock in `zone`.
    pub local_start: DateTime,
    /// IANA id.
    pub zone: String,
    pub minutes: i32,
    pub place: SessionPlace,
    /// In person: where.
    pub location: Option<String>,
    /// Online: the link.
    pub join_url: Option<String>,
    pub state: SessionState,
    /// Rises with each change.
    pub version: i32,
    pub booked_by: MemberId,
    pub cancelled_by: Option<MemberId>,
    pub cancel_reason: Option<String>,
    /// Until when a cancellation can be taken back.
    pub undo_until: Option<Timestamp>,
    /// When the client said that they are there.
    pub arrived_at: Option<Timestamp>,
    /// When it really began and ended.
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

impl Session {
    /// Whole minutes that it really took.
    pub fn minutes_held(&self) -> Option<i32> {
        let seconds = self.ended_at?.duration_since(self.started_at?).as_secs().max(0);
        i32::try_from(seconds / 60).ok()
    }
}
