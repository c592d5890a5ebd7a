//! The care relationship: who counsels whom, now.

use std::collections::HashSet;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::db::CenterTx;
use crate::ids::MemberId;
use crate::problem::Outcome;

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// Whether `counselor` counsels `client` now.
pub async fn assigned(tx: &CenterTx, counselor: MemberId, client: MemberId) -> Outcome<bool> {
    let found = tx
        .row::<Found>(
            "select exists (select from cairn.care_assignments
                            where center_id = $1 and counselor_id = $2 and client_id = $3 and ended_at is null) as found",
            [counselor.0.into(), client.0.into()],
        )
        .await?;
    Ok(found.is_some_and(|row| row.found))
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Of these clients, those whom `counselor` counsels now.
pub async fn assigned_of(tx: &CenterTx, counselor: MemberId, clients: &[MemberId]) -> Outcome<HashSet<MemberId>> {
    let ids: Vec<Uuid> = clients.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<Id>(
            "select client_id as id from cairn.care_assignments
             where center_id = $1 and counselor_id = $2 and client_id = any($3) and ended_at is null",
            [counselor.0.into(), ids.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| MemberId(row.id)).collect())
}

/// The people who counsel `client` now, longest first.
pub async fn counselors_of(tx: &CenterTx, client: MemberId) -> Outcome<Vec<MemberId>> {
    let rows = tx
        .rows::<Id>(
            "select counselor_id as id from cairn.care_assignments
             where center_id = $1 and client_id = $2 and ended_at is null order by started_at, counselor_id",
            [client.0.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| MemberId(row.id)).collect())
}
