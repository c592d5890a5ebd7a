//! Somebody died. Everything that would go on writing to them, or wait for them, ends in the same act; quietly, and with care
//! for those who are left. Should it have been a mistake, an admin takes the account up again.

use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::begin::{end_others, may_move_client, of_client};
use super::moves::{day_of, lock_client, standing};
use super::program::lock_all;
use super::{EnrollmentState, next};
use crate::audit::Event;
use crate::db::{CenterTx, Day};
use crate::groups::joining;
use crate::ids::{EnrollmentId, MemberId, ProgramId};
use crate::members;
use crate::mentorship::{guard, loss};
use crate::problem::{Outcome, Problem};
use crate::sessions::called_off;
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Of somebody who is in no program that would have to discharge them. `on`: in the center's zone; `None`: today.
pub async fn record(tx: &CenterTx, client: MemberId, on: Option<Date>) -> Outcome<MemberId> {
    may_move_client(tx, client).await?;
    lock_all_of(tx, client).await?;
    lock_client(tx, client).await?;
    let dischargeable = |state| next(Some(state)).contains(&EnrollmentState::Discharged);
    // What somebody was given and what was left undone is asked there, and belongs to the record.
    if of_client(tx, client).await?.iter().any(|way| dischargeable(way.state)) {
        return Err(Problem::invalid("clientId", "discharge_first").into());
    }
    let on = day_of(tx, on, None).await?;
    rest(tx, client, on, "clientId", None).await?;
    tx.audit(Event::done("client.died", "member", client.0).about(client).purpose("care"));
    Ok(client)
}

/// Holds everything that will end with a discharge by death.
pub(super) async fn lock(tx: &CenterTx, id: EnrollmentId) -> Outcome<()> {
    let client = standing(tx, id, "enrollmentId").await?.client_id;
    lock_all_of(tx, client).await
}

/// In the order that everybody locks in: groups, wishes and pairs, programs; members come last.
async fn lock_all_of(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    joining::lock_all_of(tx, client).await?;
    guard::lock_all_of(tx, client).await?;
    loss::lock(tx, client).await?;
    let programs = tx
        .rows::<Id>("select program_id as id from cairn.enrollments where center_id = $1 and client_id = $2", [client.0.into()])
        .await?;
    let programs: Vec<ProgramId> = programs.into_iter().map(|row| ProgramId(row.id)).collect();
    lock_all(tx, &programs).await
}

/// Ends what is open; the way of `but` has an end of its own. The caller has asked for [`lock`] before it locked anything else,
/// and has decided that it may be. What cannot be is told of `field`.
pub(super) async fn rest(tx: &CenterTx, client: MemberId, on: Date, field: &str, but: Option<EnrollmentId>) -> Outcome<()> {
    // First: nothing of what follows writes to somebody whose account rests.
    members::rest_after_death(tx, client, field).await?;
    tx.run("update cairn.members set died_on = $3 where center_id = $1 and id = $2", [client.0.into(), Day(on).into()]).await?;
    called_off::everything_of(tx, client).await?;
    leave_groups(tx, client).await?;
    loss::end_all(tx, client).await?;
    end_others(tx, client, but).await?;
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
