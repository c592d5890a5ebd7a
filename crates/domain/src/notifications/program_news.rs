//! What people who wait for a program are told.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Kind, Plan, plan};
use crate::db::{At, CenterTx};
use crate::ids::{EnrollmentId, MemberId};
use crate::problem::Outcome;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    version: i32,
    offered_until: At,
}

/// A place is kept for somebody: that something waits for their answer, and until when. What, they read after signing in.
pub(crate) async fn place_offered(tx: &CenterTx, ids: &[EnrollmentId]) -> Outcome<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<Row>(
            "select id, client_id, version, offered_until from cairn.enrollments
             where center_id = $1 and id = any($2) and state = 'offered' order by id",
            [ids.into()],
        )
        .await?;
    let plans: Vec<Plan> = rows
        .into_iter()
        .map(|row| Plan {
            member_id: MemberId(row.client_id),
            kind: Kind::PlaceOffered,
            subject_id: row.id,
            subject_version: row.version,
            due_at: tx.now(),
            expires_at: row.offered_until.0,
        })
        .collect();
    plan(tx, &plans).await
}
