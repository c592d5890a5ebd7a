//! Looking after groups: one short transaction per group.

use cairn_domain::db::ClaimedJob;
use cairn_domain::groups::upkeep;
use cairn_domain::ids::{CenterId, GroupId};
use cairn_domain::{Outcome, notifications};

use super::JobError;
use crate::worker::Desk;

pub(super) async fn round(desk: &Desk, job: &ClaimedJob, group_id: GroupId) -> Result<(), JobError> {
    Ok(look_after(desk, job, group_id).await?)
}

async fn look_after(desk: &Desk, job: &ClaimedJob, group_id: GroupId) -> Outcome<()> {
    let tx = desk.db.work(job).await?;
    upkeep::round(&tx, group_id).await?;
    tx.commit().await
}

/// Every group of every center: meetings come within sight a day at a time.
pub(super) async fn daily(desk: &Desk, job_id: i64) -> Result<(), JobError> {
    let mut failed = 0;
    for center_id in notifications::centers(&desk.db).await? {
        failed += usize::from(super::upkeep::report(center_id, of_center(desk, center_id, job_id).await));
    }
    if failed == 0 { Ok(()) } else { Err(JobError::Centers(failed)) }
}

async fn of_center(desk: &Desk, center_id: CenterId, job_id: i64) -> Outcome<()> {
    let job = ClaimedJob { center_id, job_id };
    let tx = desk.db.work(&job).await?;
    let groups = upkeep::living(&tx).await?;
    drop(tx);
    for group_id in groups {
        look_after(desk, &job, group_id).await?;
    }
    Ok(())
}
