//! Counting and tidying, one short transaction per center.

use cairn_domain::db::ClaimedJob;
use cairn_domain::groups::chat::retention;
use cairn_domain::groups::feed;
use cairn_domain::ids::CenterId;
use cairn_domain::mentorship;
use cairn_domain::{CenterTx, Outcome, documents, members, notifications, operators, rate_limits, sessions};

use super::JobError;
use super::rounds::{report, told};
use crate::worker::Desk;

/// What the operator may know of each center, and what the center shall know of the operator.
pub(super) async fn center_usage(desk: &Desk, job_id: i64) -> Result<(), JobError> {
    let mut failed = 0;
    for center_id in notifications::centers(&desk.db).await? {
        failed += usize::from(report(center_id, count(desk, center_id, job_id).await));
    }
    told(failed)
}

/// Removes what has had its time.
pub(super) async fn clean_up(desk: &Desk, job_id: i64) -> Result<(), JobError> {
    rate_limits::forget_old(desk.db.pool(), desk.db.clock().now()).await?;
    let mut failed = 0;
    for center_id in notifications::centers(&desk.db).await? {
        failed += usize::from(report(center_id, tidy(desk, center_id, job_id).await));
        failed += usize::from(report(center_id, forget(desk, center_id, job_id).await));
    }
    told(failed)
}

async fn enter(desk: &Desk, center_id: CenterId, job_id: i64) -> Outcome<CenterTx> {
    desk.db.work(&ClaimedJob { center_id, job_id }).await
}

async fn count(desk: &Desk, center_id: CenterId, job_id: i64) -> Outcome<()> {
    let tx = enter(desk, center_id, job_id).await?;
    operators::copy_actions_to_audit(&tx).await?;
    operators::count_usage(&tx).await?;
    documents::ask_again(&tx).await?;
    feed::check::give_up(&tx).await?;
    tx.commit().await
}

async fn tidy(desk: &Desk, center_id: CenterId, job_id: i64) -> Outcome<()> {
    let tx = enter(desk, center_id, job_id).await?;
    members::clean_up(&tx).await?;
    notifications::clean_up(&tx).await?;
    documents::sweep(&tx).await?;
    feed::check::sweep(&tx).await?;
    tx.commit().await
}

/// What people wrote and is not kept any longer, in transactions so short that nobody waits for one.
async fn forget(desk: &Desk, center_id: CenterId, job_id: i64) -> Outcome<()> {
    loop {
        let tx = enter(desk, center_id, job_id).await?;
        let more = retention::forget_messages(&tx).await?
            | mentorship::upkeep::forget_messages(&tx).await?
            | sessions::upkeep::forget_holds(&tx).await?;
        if !more {
            retention::forget_evidence(&tx).await?;
        }
        tx.commit().await?;
        if !more {
            return Ok(());
        }
    }
}
