//! The statement that decides who has a time.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::Session;
use super::hold::swept_sql;
use super::view::{JOIN_URL, LOCATION};
use crate::availability::Desk;
use crate::db::{At, CenterTx, Wall};
use crate::problem::Outcome;

/// False: the exclusion constraints found somebody there, or since they were looked up the two stopped being counselor and client,
/// or an absence was written: the lock waits for a change under way and then sees it. `on conflict do nothing` never deadlocks in a
/// race. Holds in the way that ran out are swept by the same statement, and the one that the booking comes with: the constraint
/// looks at them once they have let go.
pub(super) async fn insert(tx: &CenterTx, desk: &Desk, session: &Session, hold: Option<Uuid>) -> Outcome<bool> {
    let id = session.id.0;
    let location = tx.seal_option(LOCATION, id, session.location.as_deref()).await?;
    let join_url = tx.seal_option(JOIN_URL, id, session.join_url.as_deref()).await?;
    let (busy_from, busy_until) = busy(desk, session.starts_at, session.ends_at);
    let written = tx
        .run(
            concat!(
                swept_sql!("$3", "$10", "$11", "$16", "$20"),
                ", counselor as materialized (
               select from cairn.members where center_id = $1 and id = $3 and state = 'active'
                 and hours_version = $21 and roles && array['counselor', 'peer_mentor', 'facilitator'] for key share),
             client as materialized (
               select from cairn.members where center_id = $1 and id = $4 and state in ('active', 'invited')
                 and roles @> array['client'] for key share)
             insert into cairn.sessions (center_id, id, counselor_id, client_id, starts_at, ends_at, local_start, zone, minutes,
               busy_from, busy_until, place, location, join_url, booked_by, created_at, updated_at, type_id, series_id, occurrence)
             select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17, $18, $19 from counselor, client
             where (select count(*) from swept) >= 0
             on conflict do nothing"
            ),
            [
                id.into(),
                session.counselor_id.0.into(),
                session.client_id.0.into(),
                At(session.starts_at).into(),
                At(session.ends_at).into(),
                Wall(session.local_start).into(),
                session.zone.clone().into(),
                session.minutes.into(),
                At(busy_from).into(),
                At(busy_until).into(),
                session.place.name().into(),
                location.into(),
                join_url.into(),
                session.booked_by.0.into(),
                tx.at().into(),
                session.type_id.map(|id| id.0).into(),
                session.series_id.map(|id| id.0).into(),
                session.occurrence.map(Wall).into(),
                hold.into(),
                desk.hours_version.into(),
            ],
        )
        .await?;
    Ok(written == 1)
}

pub(super) fn busy(desk: &Desk, starts_at: Timestamp, ends_at: Timestamp) -> (Timestamp, Timestamp) {
    let (before, after) = desk.buffers();
    let (before, after) = (SignedDuration::from_mins(i64::from(before)), SignedDuration::from_mins(i64::from(after)));
    (starts_at - before, ends_at + after)
}
