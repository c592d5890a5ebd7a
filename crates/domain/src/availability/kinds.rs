//! What a kind of session says about when and where it can be.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use serde::Deserialize;
use uuid::Uuid;

use crate::db::CenterTx;
use crate::problem::{Outcome, Surprise};
use crate::sessions::SessionPlace;

/// What a kind of session decides about a booking.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Kind {
    pub minutes: i32,
    pub places: Vec<SessionPlace>,
    pub by_client: bool,
    pub by_staff: bool,
    pub needs_approval: bool,
    pub buffer_before: Option<i32>,
    pub buffer_after: Option<i32>,
    pub active: bool,
}

/// It, as JSON, of a row `k` of the kinds.
macro_rules! kind_sql {
    () => {
        "jsonb_build_object('minutes', k.minutes, 'places', k.places, 'by_client', 'client' = any(k.booked_by),
            'by_staff', 'staff' = any(k.booked_by), 'needs_approval', k.needs_approval, 'buffer_before', k.buffer_before,
            'buffer_after', k.buffer_after, 'active', k.active)"
    };
}
pub(super) use kind_sql;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: serde_json::Value,
}

/// Several of them, by id.
pub(crate) async fn kinds(tx: &CenterTx, ids: &[Uuid]) -> Outcome<HashMap<Uuid, Kind>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = tx
        .rows::<Row>(
            concat!(
                "select k.id, ",
                kind_sql!(),
                " as kind from cairn.session_types k where k.center_id = $1 and k.id = any($2)"
            ),
            [ids.to_vec().into()],
        )
        .await?;
    let open = |row: Row| match serde_json::from_value(row.kind) {
        Ok(kind) => Ok((row.id, kind)),
        Err(_) => Err(Surprise::Inconsistent("a kind of session that does not parse")),
    };
    Ok(rows.into_iter().map(open).collect::<Result<_, _>>()?)
}
