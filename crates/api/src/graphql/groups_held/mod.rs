//! A meeting of a peer group while it happens, and what remains of it. People are [`super::groups::group::GroupPerson`]s
//! here too; only a client's own record leads from the person to the group.

pub mod attendance;
pub mod chart;
pub mod floor;
pub mod floor_live;
pub mod meeting;
pub mod notes;
pub mod proofs;
pub mod pulse;
pub mod report;
pub mod run_sheet;

use async_graphql::MergedObject;
use cairn_domain::groups::PersonId;
use cairn_domain::{Outcome, Problem};

#[derive(MergedObject, Default)]
pub struct HeldQuery(
    attendance::AttendanceQuery,
    chart::ChartQuery,
    floor::FloorQuery,
    notes::NotesQuery,
    proofs::ProofsQuery,
    pulse::PulseQuery,
    report::ReportQuery,
    run_sheet::RunSheetQuery,
);

#[derive(MergedObject, Default)]
pub struct HeldMutation(
    attendance::AttendanceMutation,
    floor::FloorMutation,
    meeting::HeldMeetingsMutation,
    notes::NotesMutation,
    proofs::ProofsMutation,
    pulse::PulseMutation,
    run_sheet::RunSheetMutation,
);

pub use floor_live::HeldSubscription;

/// Somebody of a group, by the id they have there.
fn person(wire: &async_graphql::ID, field: &str) -> Outcome<PersonId> {
    PersonId::from_wire(wire).ok_or_else(|| Problem::not_found(field).into())
}

/// As the schema spells a number that is never large.
fn int<T: TryInto<i32>>(number: T) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}
