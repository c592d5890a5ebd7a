//! What time does to groups: offers run out, pauses end, meetings come within sight.

use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::{hashes, line, schedule};
use crate::db::{At, CenterTx, Job};
use crate::ids::GroupId;
use crate::notifications;
use crate::problem::Outcome;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
}

/// The groups that still meet, and those with somebody who waits for a place.
pub async fn living(tx: &CenterTx) -> Outcome<Vec<GroupId>> {
    let rows = tx
        .rows::<Row>(
            "select g.id from cairn.groups g
             where g.center_id = $1 and (g.state in ('active', 'paused') or g.state = 'closed' and exists (
               select from cairn.memberships p
               where p.center_id = $1 and p.group_id = g.id and p.state in ('invited', 'applied', 'waitlisted')))
             order by g.id",
            [],
        )
        .await?;
    Ok(rows.into_iter().map(|row| GroupId(row.id)).collect())
}

/// Looks after one group. Running it again changes nothing.
pub async fn round(tx: &CenterTx, group_id: GroupId) -> Outcome<()> {
    tx.run("select from cairn.groups where center_id = $1 and id = $2 for update", [group_id.0.into()]).await?;
    hashes::renew(tx, group_id).await?;
    line::end_pauses(tx, group_id).await?;
    // First: in a group that has ended nobody misses an offer.
    line::send_home(tx, group_id).await?;
    line::expire_offers(tx, group_id).await?;
    schedule::materialise(tx, group_id).await?;
    notifications::remind(tx, group_id).await
}

/// Has [`round`] run when something of the group runs out, beside the daily one.
pub(super) fn come_back(tx: &CenterTx, group_id: GroupId, at: At) {
    tx.enqueue(Job {
        task: "group_round",
        payload: json!({ "center_id": tx.center_id().0, "group_id": group_id.0 }),
        run_at: Some(at.0),
        // Several things may run out at different times: each has its own job.
        key: Some(format!("group:{}:{}", group_id.0, at.0.as_second())),
    });
}
