//! Another cohort, for somebody who is in line or in the program. Whoever waits for one that takes nobody any more would not be
//! asked again: their place in line is kept, and staff find them another.

use super::EnrollmentState;
use super::enrollment::{Enrollment, OBJECT, changed};
use super::moves::{self, locked};
use super::offers;
use super::room::{cohort_open, cohort_room};
use crate::audit::Event;
use crate::db::CenterTx;
use crate::ids::{CohortId, EnrollmentId};
use crate::notifications;
use crate::policy::Action;
use crate::problem::{Outcome, Problem};

#[derive(Debug, Clone, Copy)]
pub struct SetCohort {
    pub id: EnrollmentId,
    /// The version that was looked at.
    pub version: i32,
    /// `None`: for the program as such.
    pub cohort_id: Option<CohortId>,
}

/// Changes the cohort; what that frees, or makes possible, is offered in the same transaction.
pub async fn set_cohort(tx: &CenterTx, input: SetCohort) -> Outcome<Enrollment> {
    let at = locked(tx, input.id).await?;
    moves::allowed(tx, &at, Action::MoveEnrollment).await?;
    if input.version != at.version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    if !at.state.is_live() {
        return Err(Problem::invalid("enrollmentId", "enrollment_closed").into());
    }
    if input.cohort_id == at.cohort_id {
        return changed(tx, at.id).await;
    }
    if let Some(cohort) = input.cohort_id {
        if at.state.takes_place() {
            cohort_room(tx, at.program_id, cohort, at.id).await??;
        } else if cohort_open(tx, at.program_id, cohort).await?.0 {
            return Err(Problem::invalid("cohortId", "cohort_closed").into());
        }
    }
    tx.run(
        "update cairn.enrollments set cohort_id = $3, version = version + 1 where center_id = $1 and id = $2",
        [at.id.0.into(), input.cohort_id.map(|id| id.0).into()],
    )
    .await?;
    tx.audit(Event::done("enrollment.set_cohort", OBJECT, at.id.0).about(at.client_id).purpose("care"));
    if at.state == EnrollmentState::Offered {
        // What was planned to be told is about the offer as it was.
        notifications::place_offered(tx, &[at.id]).await?;
    }
    offers::offer_places(tx, at.program_id, &[]).await?;
    changed(tx, at.id).await
}
