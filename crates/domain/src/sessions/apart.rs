//! Two who do not meet: not for now, not any more, or never. What was planned between them goes with it, as cancellations always
//! do, and nobody is told more than that.

use std::collections::HashSet;

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::change::cancel_for_nobody;
use super::{SessionState, book, hold, requests_over, sooner, waits, waits_back};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, SessionId, SessionWaitId};
use crate::notifications::{self, SessionNews};
use crate::problem::Outcome;

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// They do not meet in this time (`None`: from then on): what was booked for it is called off, what was asked for is declined.
pub(crate) async fn do_not_meet(
    tx: &CenterTx,
    counselor: MemberId,
    client: MemberId,
    from: Timestamp,
    before: Option<Timestamp>,
) -> Outcome<()> {
    let rows = tx
        .rows::<Id>(
            "select id from cairn.sessions
             where center_id = $1 and counselor_id = $2 and client_id = $3 and state = 'booked' and course is null
               and starts_at > $4 and starts_at >= $5 and ($6::timestamptz is null or starts_at < $6)
             order by starts_at, id",
            [counselor.0.into(), client.0.into(), tx.at().into(), At(from).into(), before.map(At).into()],
        )
        .await?;
    let ids: Vec<Uuid> = rows.into_iter().map(|row| row.id).collect();
    call_off(tx, &ids).await?;
    requests_over::decline_between(tx, counselor, client, from, before).await
}

/// Nobody's doing by name, and nobody's to take back: told at once. One message tells of all that go of a series, but to whoever
/// heard of one by itself.
pub(super) async fn call_off(tx: &CenterTx, ids: &[Uuid]) -> Outcome<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let heard = notifications::heard_of(tx, ids).await?;
    let mut series = HashSet::new();
    for id in ids {
        let Some(session) = book::locked(tx, SessionId(*id)).await? else { continue };
        // It moved, began or was called off while the lock was waited for.
        if session.state != SessionState::Booked || session.starts_at <= tx.now() {
            continue;
        }
        let tells = session.series_id.is_none_or(|id| series.insert(id)) || heard.contains(id);
        let news = if tells { SessionNews::Cancelled { undo_until: tx.now() } } else { SessionNews::GoneWithOthers };
        cancel_for_nobody(tx, session, news).await?;
    }
    Ok(())
}

/// They are kept apart, whichever of the two is the client: nothing planned, asked for, kept or waited for stays between them.
pub(crate) async fn part(tx: &CenterTx, one: MemberId, other: MemberId) -> Outcome<()> {
    for (counselor, client) in [(one, other), (other, one)] {
        do_not_meet(tx, counselor, client, tx.now(), None).await?;
        let_go(tx, counselor, client).await?;
        wait_for_somebody_else(tx, counselor, client).await?;
        sooner::ask_no_more(tx, client, counselor).await?;
    }
    Ok(())
}

/// A form that the client has open at a time of the other's.
async fn let_go(tx: &CenterTx, counselor: MemberId, client: MemberId) -> Outcome<()> {
    let rows = tx
        .rows::<Id>(
            "select id from cairn.sessions
             where center_id = $1 and booked_by = $3 and counselor_id = $2 and state = 'held' and hold_hash is not null order by id",
            [counselor.0.into(), client.0.into()],
        )
        .await?;
    let ids: Vec<Uuid> = rows.into_iter().map(|row| row.id).collect();
    hold::release_all(tx, &ids).await
}

/// Nobody loses their place in line: they wait for anybody who cares for them from now on.
async fn wait_for_somebody_else(tx: &CenterTx, counselor: MemberId, client: MemberId) -> Outcome<()> {
    let rows = tx
        .rows::<Id>(
            "select w.id from cairn.session_waits w
             left join cairn.sessions h on h.center_id = $1 and h.id = w.offer_id
             where w.center_id = $1 and w.client_id = $3 and w.state in ('waiting', 'offered')
               and (w.counselor_id = $2 or h.counselor_id = $2) order by w.id",
            [counselor.0.into(), client.0.into()],
        )
        .await?;
    for row in rows {
        let id = SessionWaitId(row.id);
        let Some(wait) = waits::locked(tx, id).await? else { continue };
        if let Some(offer) = wait.offer.filter(|offer| offer.counselor_id == counselor) {
            waits_back::take_away(tx, &wait, offer).await?;
        }
        if wait.counselor_id == Some(counselor) {
            tx.run(
                "update cairn.session_waits set counselor_id = null, anybody_since = $3, version = version + 1, updated_at = $3
                 where center_id = $1 and id = $2",
                [id.0.into(), tx.at().into()],
            )
            .await?;
            tx.audit(Event::done("session_wait.widen", waits::OBJECT, id.0).about(client).purpose("care"));
        }
    }
    Ok(())
}
