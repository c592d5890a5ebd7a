//! Peer groups: when they meet, who takes part under which name, and what is kept of it.

pub mod agreements;
mod alias;
pub mod attendance;
mod change;
pub mod chart;
pub mod chat;
pub mod circle;
pub(crate) mod counted;
pub mod duties;
pub mod entries;
pub mod facilitators;
pub mod feed;
pub mod floor;
mod group;
mod hashes;
pub mod held;
pub mod joining;
pub(crate) mod kinds;
mod line;
pub mod meeting_change;
pub mod meetings;
mod naming;
pub mod notes;
pub mod own_place;
mod people;
mod persons;
pub mod proofs;
pub mod pulse;
pub mod recurrence;
pub mod report;
mod rota;
mod round;
pub mod run_sheet;
pub mod schedule;
mod standing;
mod steering;
mod taking;
pub mod turns;
mod unheld;
pub mod upkeep;

pub use alias::Alias;
pub use change::{CreateGroup, GroupDetails, UpdateGroup, create, set_state, update};
pub use group::{Group, GroupCursor, GroupFilter, GroupView, Listing, find, find_many, list};
pub(crate) use kinds::kinds;
pub use kinds::{
    AccessFact, DutyState, FacilitatorPart, GroupAccess, GroupAudience, GroupFormat, GroupPathway, GroupState, LeftBecause,
    MeetingMode, MeetingState, MembershipState, WhenQuiet, meeting_may_become, membership_may_become,
};
pub use people::{Person, PersonId};
pub use standing::{OwnPlace, Standing};
