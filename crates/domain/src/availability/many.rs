//! The desks of many counselors at once: two statements, however many they are.

use std::collections::HashMap;

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::Window;
use super::load::{Desk, Row, desk_sql};
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, SessionTypeId};
use crate::problem::Outcome;

// Busy times come by themselves: as rows they are read many times faster than as JSON.
const DESKS: &str = desk_sql!(
    "'[]'::json",
    "m.id = any($2) and m.state = 'active' and m.roles && array['counselor', 'peer_mentor', 'facilitator'] and $8::timestamptz is not null order by m.id"
);

const BUSY: &str = "
select s.counselor_id, s.busy_from, s.busy_until, s.starts_at, s.state = 'booked' as booked
from cairn.sessions s
where s.center_id = $1 and s.counselor_id = any($2) and s.state in ('held', 'booked')
  and s.starts_at > $3::timestamptz - interval '6 hours' and s.starts_at < $4::timestamptz + interval '3 hours'
  and s.id <> all($5) and (s.held_until is null or s.held_until > $6)
order by s.counselor_id, s.starts_at";

#[derive(FromQueryResult)]
struct Busy {
    counselor_id: Uuid,
    busy_from: At,
    busy_until: At,
    starts_at: At,
    booked: bool,
}

/// What [`desks`] is asked for.
pub(crate) struct ManyQuery {
    pub counselors: Vec<MemberId>,
    pub client_id: Option<MemberId>,
    pub from: Timestamp,
    pub until: Timestamp,
    pub type_id: Option<SessionTypeId>,
    /// Does not count as taken: what is held for whoever asks.
    pub except: Vec<Uuid>,
}

/// Those of them that hold sessions, by id.
pub(crate) async fn desks(tx: &CenterTx, query: &ManyQuery) -> Outcome<Vec<Desk>> {
    let ids: Vec<Uuid> = query.counselors.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<Row>(
            DESKS,
            [
                ids.clone().into(),
                query.client_id.map(|id| id.0).into(),
                At(query.from).into(),
                At(query.until).into(),
                query.except.clone().into(),
                query.type_id.map(|id| id.0).into(),
                tx.at().into(),
            ],
        )
        .await?;
    let taken = tx
        .rows::<Busy>(
            BUSY,
            [ids.into(), At(query.from).into(), At(query.until).into(), query.except.clone().into(), tx.at().into()],
        )
        .await?;
    let mut by_counselor: HashMap<Uuid, Vec<Busy>> = HashMap::new();
    for busy in taken {
        by_counselor.entry(busy.counselor_id).or_default().push(busy);
    }
    let mut desks = Vec::with_capacity(rows.len());
    for row in rows {
        let taken = by_counselor.remove(&row.counselor_id).unwrap_or_default();
        let mut desk = row.open(tx).await?;
        desk.busy = taken.iter().map(|busy| Window { starts_at: busy.busy_from.0, ends_at: busy.busy_until.0 }).collect();
        desk.starts = taken.iter().filter(|busy| busy.booked).map(|busy| busy.starts_at.0).collect();
        desks.push(desk);
    }
    Ok(desks)
}
