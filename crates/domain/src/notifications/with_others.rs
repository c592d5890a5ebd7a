//! What changed together: one message about one session of a series tells when the others are too.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::Kind;
use super::calendar::{self, CalendarFacts};
use crate::db::{At, CenterTx};
use crate::problem::Surprise;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i32,
    starts_at: At,
    ends_at: At,
}

// Written by one transaction, and with that at one instant. Whoever was told of one of them by itself is not told again.
const OTHERS: &str = "
select o.id, o.version, o.starts_at, o.ends_at
from cairn.sessions s
join cairn.sessions o on o.center_id = $1 and o.series_id = s.series_id and o.id <> s.id and o.state = s.state
where s.center_id = $1 and s.id = $2 and o.starts_at > $5
  and case $4::text when 'session_booked' then o.created_at = s.created_at when 'session_moved' then o.updated_at = s.updated_at
    when 'session_cancelled' then o.cancelled_at = s.cancelled_at else false end
  and not exists (select from cairn.notifications k
    where k.center_id = $1 and k.subject_id = o.id and k.subject_version = o.version and k.member_id = $3 and k.kind = $4)
order by o.starts_at, o.id limit 200";

/// The other sessions that a message of this kind to this member stands for, by start.
pub(super) async fn with_others(
    tx: &CenterTx,
    session: Uuid,
    reader: Uuid,
    kind: Kind,
    one: &CalendarFacts,
) -> Result<Vec<CalendarFacts>, Surprise> {
    if !matches!(kind, Kind::SessionBooked | Kind::SessionMoved | Kind::SessionCancelled) {
        return Ok(Vec::new());
    }
    let rows = tx.rows::<Row>(OTHERS, [session.into(), reader.into(), kind.name().into(), tx.at().into()]).await?;
    let mut others = Vec::with_capacity(rows.len());
    for row in rows {
        let uid = calendar::uid(tx, row.id).await?;
        let (starts_at, ends_at) = (row.starts_at.0, row.ends_at.0);
        others.push(CalendarFacts { uid, version: row.version, starts_at, ends_at, ..one.clone() });
    }
    Ok(others)
}
