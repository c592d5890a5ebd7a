//! Looking after programs: one short transaction per program.

use cairn_domain::db::ClaimedJob;
use cairn_domain::ids::{CenterId, ProgramId};
use cairn_domain::programs::upkeep;
use cairn_domain::{Outcome, notifications};

use super::JobError;
use crate::worker::Desk;

pub(super) async fn round(desk: &Desk, job: &ClaimedJob, program_id: ProgramId) -> Result<(), JobError> {
    Ok(look_after(desk, job, program_id).await?)
}

async fn look_after(desk: &Desk, job: &ClaimedJob, program_id: ProgramId) -> Outcome<()> {
    let tx = desk.db.work(job).await?;
    upkeep::round(&tx, program_id).await?;
    tx.commit().await
}

/// Every program of every center: days begin at different hours, and a free place waits for nobody's round.
pub(super) async fn hourly(desk: &Desk, job_id: i64) -> Result<(), JobError> {
    let mut failed = 0;
    for center_id in notifications::centers(&desk.db).await? {
        failed += usize::from(super::upkeep::report(center_id, of_center(desk, center_id, job_id).await));
    }
    if failed == 0 { Ok(()) } else { Err(JobError::Centers(failed)) }
}

async fn of_center(desk: &Desk, center_id: CenterId, job_id: i64) -> Outcome<()> {
    let job = ClaimedJob { center_id, job_id };
    let tx = desk.db.work(&job).await?;
    let programs = upkeep::living(&tx).await?;
    drop(tx);
    for program_id in programs {
        look_after(desk, &job, program_id).await?;
    }
    Ok(())
}
