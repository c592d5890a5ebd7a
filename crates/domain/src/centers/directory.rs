//! The directory: finding a center comes before any proof.

use uuid::Uuid;

use super::check_slug;
use crate::actor::CenterState;
use crate::db::{CenterRef, Db};
use crate::ids::CenterId;
use crate::problem::{Outcome, Surprise};

type Row = (Uuid, String, String, String, String);

fn open((id, slug, name, zone, state): Row) -> Result<CenterRef, Surprise> {
    let state = CenterState::parse(&state).ok_or(Surprise::Inconsistent("center state"))?;
    Ok(CenterRef { id: CenterId(id), slug, name, zone, state })
}

/// By its address part. What cannot be one is not looked up.
pub async fn find_by_slug(db: &Db, slug: &str) -> Outcome<Option<CenterRef>> {
    if check_slug(slug).is_err() {
        return Ok(None);
    }
    let row: Option<Row> = sqlx::query_as("select id, slug, name, zone, state from directory.centers where slug = $1")
        .bind(slug)
        .fetch_optional(db.pool())
        .await?;
    Ok(row.map(open).transpose()?)
}

pub async fn find_by_id(db: &Db, id: CenterId) -> Outcome<Option<CenterRef>> {
    let row: Option<Row> = sqlx::query_as("select id, slug, name, zone, state from directory.centers where id = $1")
        .bind(id.0)
        .fetch_optional(db.pool())
        .await?;
    Ok(row.map(open).transpose()?)
}
