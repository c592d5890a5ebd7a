//! Somebody died. Everything that would go on writing to them, or wait for them, ends in the same act; quietly, and with care
//! for those who are left. Should it have been a mistake, an admin takes the account up again.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::begin::end_others;
use super::moves::{Standing, standing};
use super::program::lock_all;
use crate::audit::Event;
use crate::db::CenterTx;
use crate::groups::joining;
use crate::ids::{EnrollmentId, MemberId, ProgramId};
use crate::members;
use crate::mentorship::{guard, loss};
use crate::problem::Outcome;
use crate::sessions::called_off;
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Holds everything that will end, in the order that everybody locks in: groups, wishes and pairs, programs; members come last.
pub(super) async fn lock(tx: &CenterTx, id: EnrollmentId) -> Outcome<()> {
    let client = standing(tx, id, "enrollmentId").await?.client_id;
    joining::lock_all_of(tx, client).await?;
    guard::lock_all_of(tx, client).await?;
    loss::lock(tx, client).await?;
    let programs = tx
        .rows::<Id>("select program_id as id from cairn.enrollments where center_id = $1 and client_id = $2", [client.0.into()])
        .await?;
    let programs: Vec<ProgramId> = programs.into_iter().map(|row| ProgramId(row.id)).collect();
    lock_all(tx, &programs).await
}

/// Ends what is open. The caller has asked for [`lock`] before it locked anything else, and has decided that it may be.
pub(super) async fn rest(tx: &CenterTx, at: &Standing) -> Outcome<()> {
    let client = at.client_id;
    // First: nothing of what follows writes to somebody whose account rests.
    members::rest_after_death(tx, client).await?;
    called_off::everything_of(tx, client).await?;
    leave_groups(tx, client).await?;
    loss::end_all(tx, client).await?;
    end_others(tx, client, at.id).await?;
    staff_tasks::close_all_of(tx, client).await?;
    staff_tasks::open(tx, StaffTaskKind::ClientDied, client, TaskFor::Admins).await?;
    Ok(())
}

/// Out of every group and line. Places in groups that are over are of no use to anybody, and are not looked at one by one.
async fn leave_groups(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    let over = tx
        .rows::<Id>(
            "update cairn.memberships p set state = 'left', version = p.version + 1, ended_at = $3, offered_until = null,
               waiting_since = null, paused_until = null
             from cairn.groups g
             where p.center_id = $1 and p.member_id = $2 and p.state in ('invited', 'applied', 'waitlisted', 'active', 'paused')
               and g.center_id = $1 and g.id = p.group_id and g.state not in ('active', 'paused')
             returning p.id",
            [client.0.into(), tx.at().into()],
        )
        .await?;
    for row in over {
        tx.audit(Event::done("group.leave", "membership", row.id).about(client).purpose("care"));
    }
    joining::leave_all(tx, client).await
}
