//! Times that are kept just now, as a calendar shows them: by a form that is open, or for somebody who waits.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::db::{At, CenterTx};
use crate::ids::MemberId;
use crate::problem::Outcome;

/// A time that is kept. Who looks at a form is nobody's business; who was offered a time is the center's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldTime {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub until: Timestamp,
    /// By the viewer's own form.
    pub own: bool,
    /// Whom it is offered to, of those who wait.
    pub offered_to: Option<MemberId>,
}

#[derive(FromQueryResult)]
struct Row {
    starts_at: At,
    ends_at: At,
    held_until: At,
    own: bool,
    offered_to: Option<Uuid>,
}

const BETWEEN: &str = "
select s.starts_at, s.ends_at, s.held_until, coalesce(s.booked_by = $5 and s.hold_hash is not null, false) as own,
  w.client_id as offered_to
from cairn.sessions s
left join cairn.session_waits w on w.center_id = $1 and w.offer_id = s.id
where s.center_id = $1 and s.counselor_id = $2 and s.state = 'held' and s.busy && tstzrange($3, $4) and s.held_until > $6
order by s.starts_at, s.id";

/// What is kept of a counselor's time; the caller has authorised the calendar.
pub(super) async fn between(tx: &CenterTx, counselor: MemberId, from: Timestamp, until: Timestamp) -> Outcome<Vec<HeldTime>> {
    let me = tx.actor().member_id().map(|id| id.0);
    let rows =
        tx.rows::<Row>(BETWEEN, [counselor.0.into(), At(from).into(), At(until).into(), me.into(), tx.at().into()]).await?;
    let held = |row: Row| HeldTime {
        starts_at: row.starts_at.0,
        ends_at: row.ends_at.0,
        until: row.held_until.0,
        own: row.own,
        offered_to: row.offered_to.map(MemberId),
    };
    Ok(rows.into_iter().map(held).collect())
}
