//! A session as it is now, for whoever looks again before they act.

use sea_orm::FromQueryResult;

use super::Session;
use super::view::Row;
use crate::db::CenterTx;
use crate::ids::SessionId;
use crate::problem::Outcome;

#[derive(FromQueryResult)]
struct JobRow {
    #[sea_orm(nested)]
    session: Row,
}

/// As it is now, for jobs that look again before they act.
pub async fn for_job(tx: &CenterTx, id: SessionId) -> Outcome<Option<Session>> {
    let row = tx
        .row::<JobRow>(
            "select id, counselor_id, client_id, starts_at, ends_at, local_start, zone, minutes, place, location, join_url,
               coalesce(course, state) as state, version, booked_by, cancelled_by, cancel_reason, undo_until, type_id,
               series_id, occurrence, arrived_at, started_at, ended_at
             from cairn.sessions where center_id = $1 and id = $2 and client_id is not null",
            [id.0.into()],
        )
        .await?;
    match row {
        Some(row) => Ok(Some(row.session.open(&*tx.keys().await?)?)),
        None => Ok(None),
    }
}
