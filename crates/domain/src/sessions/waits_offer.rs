//! A time became free: it is kept for whoever waits longest and can come, in the transaction that freed it.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::book::{around, refusal};
use super::hold::{Held, keep};
use super::waits::{self, OBJECT, SessionWait, let_go};
use crate::audit::Event;
use crate::availability::{Booker, DeskQuery, Window, desk};
use crate::db::{At, CenterTx, Job, TimeOfDay};
use crate::ids::{MemberId, SessionTypeId, SessionWaitId};
use crate::notifications::{self, QuietHours};
use crate::problem::Outcome;
use crate::zones;

/// How long an offer is kept, from when its reader is awake.
const KEPT: SignedDuration = SignedDuration::from_hours(4);
/// Nobody can answer faster than this and be glad about it.
const SHORTEST: SignedDuration = SignedDuration::from_mins(20);
/// Whoever let an offer go is not asked about the next ones that come at once.
const REST: SignedDuration = SignedDuration::from_hours(12);

#[derive(FromQueryResult)]
struct Waiting {
    id: Uuid,
    client_id: Uuid,
    type_id: Option<Uuid>,
    minutes: i32,
    version: i32,
    zone: String,
    quiet_from: TimeOfDay,
    quiet_until: TimeOfDay,
}

// Locked in one order; whoever is answering just now is passed over.
const IN_LINE: &str = "
select w.id, w.client_id, w.type_id, w.minutes, w.version, m.zone, m.quiet_from, m.quiet_until
from cairn.session_waits w
join cairn.members m on m.center_id = $1 and m.id = w.client_id and m.state in ('active', 'invited')
join cairn.care_assignments a
  on a.center_id = $1 and a.client_id = w.client_id and a.counselor_id = $2 and a.ended_at is null
join directory.centers c on c.id = w.center_id
where w.center_id = $1 and w.state = 'waiting' and (w.counselor_id is null or w.counselor_id = $2)
  and (w.not_before is null or w.not_before <= $3) and w.minutes <= $4
  and (w.until_date is null or w.until_date >= ($5::timestamptz at time zone c.zone)::date)
  and not exists (select from cairn.sessions s where s.center_id = $1 and s.client_id = w.client_id and s.state = 'booked'
    and s.during && tstzrange($5, $6))
order by w.waiting_since, w.id limit 20 for update of w skip locked";

/// Keeps a freed time for the first in line who can come. `told_at`: not before, so that a cancellation can be taken back.
pub(super) async fn offer_freed(tx: &CenterTx, counselor_id: MemberId, freed: Window, told_at: Timestamp) -> Outcome<()> {
    if freed.starts_at <= tx.now() + SHORTEST {
        return Ok(());
    }
    let length = freed.ends_at.duration_since(freed.starts_at);
    let minutes = i32::try_from(length.as_secs() / 60).unwrap_or(i32::MAX);
    let line = tx
        .rows::<Waiting>(
            IN_LINE,
            [counselor_id.0.into(), tx.at().into(), minutes.into(), At(freed.starts_at).into(), At(freed.ends_at).into()],
        )
        .await?;
    for waiting in line {
        if offer(tx, counselor_id, freed.starts_at, told_at, &waiting).await? {
            return Ok(());
        }
    }
    Ok(())
}

/// False: not for this one.
async fn offer(tx: &CenterTx, counselor_id: MemberId, at: Timestamp, told_at: Timestamp, waiting: &Waiting) -> Outcome<bool> {
    let client_id = MemberId(waiting.client_id);
    let query =
        DeskQuery { type_id: waiting.type_id.map(SessionTypeId), ..around(counselor_id, Some(client_id), at, Vec::new()) };
    let Some(desk) = desk(tx, &query).await?.filter(|desk| desk.counselor_is_active) else { return Ok(false) };
    // Free and inside hours; the grid is for choosing, and this time is chosen.
    if refusal(&desk, Booker::Staff, tx.now(), at, waiting.minutes)?.is_some() {
        return Ok(false);
    }
    let notice = SignedDuration::from_mins(i64::from(desk.availability.minimum_notice));
    let quiet = QuietHours { from: waiting.quiet_from.0, until: waiting.quiet_until.0, zone: zones::stored(&waiting.zone)? };
    let awake = quiet.no_earlier_than(told_at)?;
    let until = (awake + KEPT).min(at - notice);
    if until < told_at + SHORTEST || until < awake {
        return Ok(false);
    }
    let held = Held { counselor_id, by: client_id, starts_at: at, minutes: waiting.minutes };
    let Some(hold_id) = keep(tx, &desk, &held, until, None).await? else { return Ok(false) };
    let id = SessionWaitId(waiting.id);
    tx.run(
        "update cairn.session_waits set state = 'offered', offer_id = $3, offered_until = $4, version = version + 1, updated_at = $5
         where center_id = $1 and id = $2",
        [id.0.into(), hold_id.into(), At(until).into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done("session_wait.offer", OBJECT, id.0).about(client_id).purpose("care"));
    notifications::slot_offered(tx, id, waiting.version + 1, client_id, told_at.max(awake), until).await?;
    tx.enqueue(Job {
        task: "session_wait_round",
        payload: json!({ "center_id": tx.center_id().0, "session_wait_id": id.0 }),
        run_at: Some(until),
        key: Some(format!("session_wait:{}:{}", id.0, until.as_second())),
    });
    Ok(true)
}

/// Back in line, with the place in it; the time goes to the next.
pub(super) async fn pass_on(tx: &CenterTx, wait: &SessionWait, action: &'static str) -> Outcome<()> {
    let Some(offer) = wait.offer else { return Ok(()) };
    back_in_line(tx, wait, 1, Some(tx.now() + REST)).await?;
    let_go(tx, &offer).await?;
    tx.audit(Event::done(action, OBJECT, wait.id.0).about(wait.client_id).purpose("care"));
    offer_freed(tx, offer.counselor_id, Window { starts_at: offer.starts_at, ends_at: offer.ends_at }, tx.now()).await
}

async fn back_in_line(tx: &CenterTx, wait: &SessionWait, missed: i32, not_before: Option<Timestamp>) -> Outcome<()> {
    tx.run(
        "update cairn.session_waits set state = 'waiting', offer_id = null, offered_until = null,
           offers_missed = offers_missed + $3, not_before = $4, version = version + 1, updated_at = $5
         where center_id = $1 and id = $2",
        [wait.id.0.into(), missed.into(), not_before.map(At).into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// A cancellation is taken back before anybody was told: whoever was offered its time is in line as before.
pub(super) async fn take_back(tx: &CenterTx, counselor_id: MemberId, freed: Window) -> Outcome<()> {
    let rows = tx
        .rows::<Id>(
            "select w.id from cairn.session_waits w
             join cairn.sessions h on h.center_id = $1 and h.id = w.offer_id and h.counselor_id = $2
               and h.during && tstzrange($3, $4)
             where w.center_id = $1 and w.state = 'offered' and w.updated_at > $5::timestamptz - interval '15 seconds'
             order by w.id",
            [counselor_id.0.into(), At(freed.starts_at).into(), At(freed.ends_at).into(), tx.at().into()],
        )
        .await?;
    for row in rows {
        let Some(wait) = waits::locked(tx, SessionWaitId(row.id)).await? else { continue };
        if let Some(offer) = wait.offer {
            back_in_line(tx, &wait, 0, None).await?;
            let_go(tx, &offer).await?;
        }
    }
    Ok(())
}

/// Looks after one offer: nobody answered in time. Running it again changes nothing.
pub(super) async fn round(tx: &CenterTx, id: SessionWaitId) -> Outcome<()> {
    let Some(wait) = waits::locked(tx, id).await? else { return Ok(()) };
    if wait.offered_until.is_some_and(|until| until <= tx.now()) {
        pass_on(tx, &wait, "session_wait.expire").await?;
    }
    Ok(())
}

/// Offers that ran out and no job came for.
pub(super) async fn due(tx: &CenterTx) -> Outcome<Vec<SessionWaitId>> {
    let rows = tx
        .rows::<Id>(
            "select id from cairn.session_waits where center_id = $1 and state = 'offered' and offered_until <= $2 order by id",
            [tx.at().into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| SessionWaitId(row.id)).collect())
}
