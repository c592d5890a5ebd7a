//! Looking after things by time: one short transaction each, so that nobody waits for one.

use cairn_domain::db::ClaimedJob;
use cairn_domain::ids::CenterId;
use cairn_domain::{CenterTx, Outcome, notifications};

use super::JobError;
use crate::worker::Desk;

/// Looks after one thing.
pub(super) async fn one<T>(
    desk: &Desk,
    job: &ClaimedJob,
    id: T,
    round: impl AsyncFn(&CenterTx, T) -> Outcome<()>,
) -> Result<(), JobError> {
    Ok(look_after(desk, job, id, &round).await?)
}

async fn look_after<T>(desk: &Desk, job: &ClaimedJob, id: T, round: &impl AsyncFn(&CenterTx, T) -> Outcome<()>) -> Outcome<()> {
    let tx = desk.db.work(job).await?;
    round(&tx, id).await?;
    tx.commit().await
}

/// Every center: what is due in it is found in one transaction, and looked after in one each.
pub(super) async fn everywhere<T>(
    desk: &Desk,
    job_id: i64,
    due: impl AsyncFn(&CenterTx) -> Outcome<Vec<T>>,
    round: impl AsyncFn(&CenterTx, T) -> Outcome<()>,
) -> Result<(), JobError> {
    let mut failed = 0;
    for center_id in notifications::centers(&desk.db).await? {
        failed += usize::from(report(center_id, of_center(desk, center_id, job_id, &due, &round).await));
    }
    told(failed)
}

async fn of_center<T>(
    desk: &Desk,
    center_id: CenterId,
    job_id: i64,
    due: &impl AsyncFn(&CenterTx) -> Outcome<Vec<T>>,
    round: &impl AsyncFn(&CenterTx, T) -> Outcome<()>,
) -> Outcome<()> {
    let job = ClaimedJob { center_id, job_id };
    let tx = desk.db.work(&job).await?;
    let ids = due(&tx).await?;
    tx.commit().await?;
    for id in ids {
        look_after(desk, &job, id, round).await?;
    }
    Ok(())
}

/// One center's trouble must not keep the others waiting. Answers whether there was any.
pub(super) fn report(center_id: CenterId, outcome: Outcome<()>) -> bool {
    if let Err(error) = &outcome {
        tracing::error!(center.id = %center_id, error = error as &dyn std::error::Error, "left out a center");
    }
    outcome.is_err()
}

pub(super) fn told(failed: usize) -> Result<(), JobError> {
    if failed == 0 { Ok(()) } else { Err(JobError::Centers(failed)) }
}
