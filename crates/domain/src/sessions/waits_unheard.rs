//! A time is kept for somebody whom no mail can tell of it: a person of the center calls them, and answers for them.

use sea_orm::FromQueryResult;

use crate::care;
use crate::db::CenterTx;
use crate::ids::MemberId;
use crate::problem::Outcome;
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// They have not come in yet, or their address refuses mail.
pub(super) async fn unheard(tx: &CenterTx, client: MemberId) -> Outcome<bool> {
    let row = tx
        .row::<Found>(
            "select exists (select from cairn.members where center_id = $1 and id = $2
               and (state = 'invited' or email_failed_at is not null)) as found",
            [client.0.into()],
        )
        .await?;
    Ok(row.is_some_and(|row| row.found))
}

/// A time is kept for them.
pub(super) async fn tell(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    if !unheard(tx, client).await? {
        return Ok(());
    }
    // As of a place in a program: whoever counsels them, and can answer for them.
    let whose = care::counselor_of(tx, client).await?.map_or(TaskFor::Admins, TaskFor::Member);
    staff_tasks::open(tx, StaffTaskKind::OfferUnheard, client, whose).await
}

/// It was answered, or went back, or a place in a program was. As long as something else is kept for them, somebody still has to
/// call.
pub(crate) async fn over(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    let row = tx
        .row::<Found>(
            "select exists (select from cairn.session_waits where center_id = $1 and client_id = $2 and state = 'offered')
               or exists (select from cairn.enrollments where center_id = $1 and client_id = $2 and state = 'offered') as found",
            [client.0.into()],
        )
        .await?;
    if row.is_some_and(|row| row.found) {
        return Ok(());
    }
    staff_tasks::close(tx, StaffTaskKind::OfferUnheard, client).await
}
