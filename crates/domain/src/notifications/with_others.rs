//! What changed together: one message about one session of a series tells when the others are too.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::calendar::{self, CalendarFacts};
use super::{Kind, Plan, plan};
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, SessionId, SessionSeriesId};
use crate::problem::{Outcome, Surprise};

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
    where k.center_id = $1 and k.subject_id = o.id and k.subject_version = o.version and k.member_id = $3
      and (k.kind = $4 or $4 = 'session_booked' and k.kind = 'session_moved'))
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

/// A message that was planned and will not leave.
#[derive(FromQueryResult)]
pub(super) struct Dropped {
    member_id: Uuid,
    kind: String,
    due_at: At,
    created_at: At,
}

#[derive(FromQueryResult)]
struct Next {
    id: Uuid,
    version: i32,
    starts_at: At,
}

// Of those that were written together with the one that has changed by itself since, the first that still stands as it was then.
const NEXT: &str = "
select o.id, o.version, o.starts_at from cairn.sessions o
where o.center_id = $1 and o.series_id = $2 and o.id <> $3 and o.state = 'booked' and o.starts_at > $4
  and case $5::text when 'session_booked' then o.created_at = $6 and o.version = 1 else o.updated_at = $6 end
  and not exists (select from cairn.notifications k
    where k.center_id = $1 and k.subject_id = o.id and k.subject_version = o.version and k.member_id = $7 and k.kind = $5)
order by o.starts_at, o.id limit 1";

/// One message told of a whole series, and is dropped with the one session it was about: another one takes its place, so that
/// nobody is left without a word of the others.
pub(super) async fn another_tells(tx: &CenterTx, series: SessionSeriesId, changed: SessionId, dropped: &Dropped) -> Outcome<()> {
    let Some(kind) = [Kind::SessionBooked, Kind::SessionMoved].into_iter().find(|kind| kind.name() == dropped.kind) else {
        return Ok(());
    };
    // It keeps the hour it was to come at, and with it the quiet.
    let due_at = dropped.due_at.0.max(tx.now());
    let next = tx
        .row::<Next>(
            NEXT,
            [
                series.0.into(),
                changed.0.into(),
                At(due_at).into(),
                kind.name().into(),
                At(dropped.created_at.0).into(),
                dropped.member_id.into(),
            ],
        )
        .await?;
    let Some(next) = next else { return Ok(()) };
    let message = Plan {
        member_id: MemberId(dropped.member_id),
        kind,
        subject_id: next.id,
        subject_version: next.version,
        due_at,
        expires_at: next.starts_at.0,
    };
    plan(tx, &[message]).await?;
    // As old as what it tells of: should this one change by itself too, the others are found again.
    tx.run(
        "update cairn.notifications set created_at = $5
         where center_id = $1 and member_id = $2 and kind = $3 and subject_id = $4 and state = 'planned'",
        [dropped.member_id.into(), kind.name().into(), next.id.into(), At(dropped.created_at.0).into()],
    )
    .await?;
    Ok(())
}
