//! One-on-one counseling sessions: kinds, slots, holding, booking, asking, series, moving, cancelling, waiting, covering, the hour
//! itself and what is written about it.

pub(crate) mod apart;
pub mod asked_to_move;
mod book;
pub(crate) mod called_off;
mod change;
pub mod choose;
pub mod cover;
mod cover_ask;
mod cover_end;
mod cover_free;
pub mod cover_list;
pub mod cover_pause;
mod held;
mod hold;
mod insert;
pub mod kinds;
pub mod life;
pub mod many;
pub mod notes;
mod outcomes;
mod present;
mod related;
pub mod requests;
pub mod requests_instead;
mod requests_over;
pub mod series;
mod slots;
pub mod sooner;
pub mod sooner_circle;
mod state;
mod states;
pub mod upkeep;
pub(crate) mod venue;
mod view;
pub mod waits;
mod waits_back;
mod waits_list;
mod waits_offer;
mod waits_over;
pub(crate) mod waits_unheard;
pub mod whereabouts;

pub use book::{BookSession, LENGTHS, book};
pub use change::{CancelSession, MoveSession, UNDO, cancel, reschedule, undo_cancel};
pub use held::HeldTime;
pub use hold::{HELD, Hold, HoldSlot, hold, release};

use jiff::Timestamp;
use jiff::civil::DateTime;
pub use outcomes::{SessionOutcomes, outcomes};
pub use present::for_job;
pub use related::{nearest, of_series, with_open_note};
pub use slots::{Calendar, CalendarDay, MOST_DAYS, Slot, Sought, calendar, next_slots, slots};
pub use state::SessionState;
pub use states::{BookedBy, ColorKey, CoverState, SessionRequestState, SessionWaitState, SoonerState};
pub(crate) use view::booked_between;
pub use view::{JOIN_OPENS, SessionFilter, SessionView, find, find_many, list};

use crate::ids::{MemberId, SessionId, SessionSeriesId, SessionTypeId};

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
    pub type_id: Option<SessionTypeId>,
    pub series_id: Option<SessionSeriesId>,
    /// What the series planned, on the wall clock of its zone.
    pub occurrence: Option<DateTime>,
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
