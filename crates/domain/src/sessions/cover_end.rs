//! What a covering ends with: a choice that was made in other ways, the counselor who is there after all, and the care that was
//! only lent.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::db::CenterTx;
use crate::ids::{MemberId, SessionId, TimeOffId};
use crate::problem::Outcome;
use crate::staff_tasks::{self, StaffTaskKind};

#[derive(FromQueryResult)]
struct Settled {
    client_id: Uuid,
}

macro_rules! settle_sql {
    ($which:literal) => {
        concat!(
            "update cairn.cover_answers set state = 'settled', answered_by = $3, answered_at = $4, version = version + 1
             where center_id = $1 and state = 'open' and ",
            $which,
            " returning client_id"
        )
    };
}

/// The session was moved or cancelled: nothing has to be chosen for it any more.
pub(crate) async fn settled(tx: &CenterTx, session: SessionId) -> Outcome<()> {
    settle(tx, settle_sql!("session_id = $2"), session.0).await
}

/// Whoever was away is there after all: sessions that nobody has chosen about take place as they were planned.
pub(crate) async fn taken_back(tx: &CenterTx, time_off: TimeOffId) -> Outcome<()> {
    settle(tx, settle_sql!("covering_id = $2"), time_off.0).await
}

async fn settle(tx: &CenterTx, sql: &'static str, id: Uuid) -> Outcome<()> {
    let rows = tx.rows::<Settled>(sql, [id.into(), tx.actor().member_id().map(|id| id.0).into(), tx.at().into()]).await?;
    for row in rows {
        nobody_left(tx, MemberId(row.client_id)).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Open {
    open: bool,
}

/// Closes the task about a client who has answered everything.
pub(super) async fn nobody_left(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    let open = tx
        .row::<Open>(
            "select exists (select from cairn.cover_answers where center_id = $1 and client_id = $2 and state = 'open') as open",
            [client.0.into()],
        )
        .await?
        .is_some_and(|row| row.open);
    if open { Ok(()) } else { staff_tasks::close(tx, StaffTaskKind::CoverUnanswered, client).await }
}

/// Whoever stood in cares for the client no longer than there is a session between the two.
pub(crate) async fn end_assignments(tx: &CenterTx) -> Outcome<()> {
    tx.run(
        "update cairn.care_assignments c set ended_at = $2
         from cairn.cover_answers a
         where c.center_id = $1 and a.center_id = $1 and a.assignment_id = c.id and c.ended_at is null
           and not exists (select from cairn.sessions s where s.center_id = $1 and s.counselor_id = c.counselor_id
             and s.client_id = c.client_id and s.state = 'booked' and s.ends_at > $2::timestamptz - interval '3 days')",
        [tx.at().into()],
    )
    .await?;
    Ok(())
}
