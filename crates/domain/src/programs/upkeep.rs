//! What time does to programs: offers run out, whoever waits is asked how it is and called, papers fall due, and aftercare that was
//! chosen until a day is over the day after.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::moves::{Step, locked, step};
use super::program::today;
use super::{EnrollmentState, MoveReason, offers, watch};
use crate::db::{CenterTx, Day};
use crate::ids::{EnrollmentId, ProgramId};
use crate::notifications;
use crate::problem::Outcome;

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// The programs that people wait for or have been in.
pub async fn living(tx: &CenterTx) -> Outcome<Vec<ProgramId>> {
    let rows = tx.rows::<Id>("select id from cairn.programs where center_id = $1 and state <> 'draft' order by id", []).await?;
    Ok(rows.into_iter().map(|row| ProgramId(row.id)).collect())
}

/// Looks after one program. Running it again changes nothing.
pub async fn round(tx: &CenterTx, program_id: ProgramId) -> Outcome<()> {
    offers::round(tx, program_id).await?;
    watch::round(tx, program_id).await?;
    let today = today(tx).await?;
    notifications::waiting_words(tx, program_id).await?;
    notifications::intake_due(tx, program_id, today).await?;
    let over = tx
        .rows::<Id>(
            "select id from cairn.enrollments where center_id = $1 and program_id = $2 and state = 'aftercare' and aftercare_until < $3
             order by id",
            [program_id.0.into(), Day(today).into()],
        )
        .await?;
    for row in over {
        let at = locked(tx, EnrollmentId(row.id)).await?;
        if at.state == EnrollmentState::Aftercare {
            step(tx, &at, EnrollmentState::Closed, Step::because(MoveReason::AftercareOver)).await?;
        }
    }
    Ok(())
}
