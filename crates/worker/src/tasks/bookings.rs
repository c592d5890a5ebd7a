//! Looking after what waits for an answer about a session: one short transaction each.

use cairn_domain::db::ClaimedJob;
use cairn_domain::ids::{CenterId, SessionWaitId};
use cairn_domain::sessions::upkeep;
use cairn_domain::{Outcome, notifications};

use super::JobError;
use crate::worker::Desk;

pub(super) async fn round(desk: &Desk, job: &ClaimedJob, id: SessionWaitId) -> Result<(), JobError> {
    Ok(look_after(desk, job, id).await?)
}

async fn look_after(desk: &Desk, job: &ClaimedJob, id: SessionWaitId) -> Outcome<()> {
    let tx = desk.db.work(job).await?;
    upkeep::round(&tx, id).await?;
    tx.commit().await
}

/// Every center: offers that no job came for, requests nobody answered, care that somebody was only lent.
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
    let due = upkeep::due(&tx).await?;
    upkeep::hourly(&tx).await?;
    tx.commit().await?;
    for id in due {
        look_after(desk, &job, id).await?;
    }
    Ok(())
}
