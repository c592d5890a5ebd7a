//! The care relationship: who counsels whom, now.

use std::collections::HashSet;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::db::CenterTx;
use crate::ids::MemberId;
use crate::problem::Outcome;

/// How somebody who sits down with clients stands to one: at most one of the two.
#[derive(Debug, Clone, Copy, Default, FromQueryResult)]
pub struct Ties {
    /// Counsels them.
    pub assigned: bool,
    /// Walks with them as their mentor.
    pub mentors: bool,
}

pub async fn ties(tx: &CenterTx, counselor: MemberId, client: MemberId) -> Outcome<Ties> {
    let found = tx
        .row::<Ties>(
            "select mentorship_id is null as assigned, mentorship_id is not null as mentors from cairn.care_assignments
             where center_id = $1 and counselor_id = $2 and client_id = $3 and ended_at is null",
            [counselor.0.into(), client.0.into()],
        )
        .await?;
    Ok(found.unwrap_or_default())
}

/// Whether `counselor` counsels `client` now; walking with them as a mentor is not that.
pub async fn assigned(tx: &CenterTx, counselor: MemberId, client: MemberId) -> Outcome<bool> {
    Ok(ties(tx, counselor, client).await?.assigned)
}

/// Whether somebody keeps contact with a client while they wait, as SQL: such two may sit down together, and nothing of the
/// record comes with it.
macro_rules! bridges_sql {
    ($peer:literal, $client:literal) => {
        concat!(
            "exists (select from cairn.enrollments bridge where bridge.center_id = $1 and bridge.state in ('waitlisted', 'offered')
               and bridge.peer_id = ",
            $peer,
            " and bridge.client_id = ",
            $client,
            ")"
        )
    };
}
pub(crate) use bridges_sql;

/// Whether `m` sits down one on one with anybody, as SQL: a facilitator does with whom they keep contact with.
macro_rules! sits_down_sql {
    () => {
        "(m.roles && array['counselor', 'peer_mentor'] or m.roles @> array['facilitator'] and exists (
          select from cairn.enrollments bridge where bridge.center_id = $1 and bridge.state in ('waitlisted', 'offered')
            and bridge.peer_id = m.id))"
    };
}
pub(crate) use sits_down_sql;

#[derive(FromQueryResult)]
struct Bridge {
    bridges: bool,
}

/// Whether `peer` keeps contact with `client` while they wait.
pub async fn bridges(tx: &CenterTx, peer: MemberId, client: MemberId) -> Outcome<bool> {
    let row =
        tx.row::<Bridge>(concat!("select ", bridges_sql!("$2", "$3"), " as bridges"), [peer.0.into(), client.0.into()]).await?;
    Ok(row.is_some_and(|row| row.bridges))
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
             where center_id = $1 and counselor_id = $2 and client_id = any($3) and ended_at is null
               and mentorship_id is null",
            [counselor.0.into(), ids.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| MemberId(row.id)).collect())
}

/// The people who counsel `client` now, longest first; then whoever walks with them.
pub async fn counselors_of(tx: &CenterTx, client: MemberId) -> Outcome<Vec<MemberId>> {
    let rows = tx
        .rows::<Id>(
            "select counselor_id as id from cairn.care_assignments
             where center_id = $1 and client_id = $2 and ended_at is null
             order by mentorship_id is not null, started_at, counselor_id",
            [client.0.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| MemberId(row.id)).collect())
}
