//! Treatment programs, the line before them, and a client's way through one.

mod begin;
pub mod bridge;
pub mod cohort;
pub(crate) mod contact;
pub mod death;
pub mod discharge;
mod enrollment;
pub mod intake;
mod kinds;
mod moves;
pub mod offers;
pub mod parts;
pub mod planning;
mod program;
pub mod readiness;
pub mod record;
mod room;
mod settled;
pub mod templates;
pub mod upkeep;
mod watch;

pub use begin::{BeginEnrollment, begin};
pub(crate) use begin::{end_enrollment, enroll};
pub use enrollment::{Enrollment, Seen, find, line, of_client, own, waiting_with_me};
pub use kinds::{
    AftercareChoice, CheckInWord, CohortKind, ContactKind, DischargeReason, DischargeState, EnrollmentState, GivenOrDeclined,
    IntakeKind, IntakeOwner, MoveReason, Priority, ProgramLevel, ProgramState, next,
};
pub use moves::{Aftercare, MoveEnrollment, move_on};
pub use program::{CreateProgram, Program, ProgramDetails, UpdateProgram, create, list, many, one, set_state, update};
pub(crate) use program::{ProgramRow, center_zone, program_columns, takes_people};
pub(crate) use watch::contact_gone;
