//! Somebody died: nothing of theirs is ahead any more. Whoever would have sat down with them hears that the time is free, and
//! nobody writes to the one who is gone: the caller has paused their account before.

use std::collections::HashSet;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::book::locked;
use super::change::{UNDO, call_off};
use super::states::SessionWaitState;
use super::{SessionState, waits, waits_offer};
use crate::audit::Event;
use crate::db::CenterTx;
use crate::ids::{MemberId, SessionId, SessionWaitId};
use crate::notifications::SessionNews;
use crate::problem::Outcome;

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

pub(crate) async fn everything_of(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    stop_asking(tx, client).await?;
    stop_waiting(tx, client).await?;
    let ahead = tx
        .rows::<Id>(
            "select id from cairn.sessions
             where center_id = $1 and client_id = $2 and state = 'booked' and course is null and starts_at > $3
             order by starts_at, id",
            [client.0.into(), tx.at().into()],
        )
        .await?;
    let mut told = HashSet::new();
    for row in ahead {
        let Some(session) = locked(tx, SessionId(row.id)).await?.filter(|one| one.state == SessionState::Booked) else {
            continue;
        };
        // Of a series one message tells of all.
        let first = session.series_id.is_none_or(|series| told.insert(series));
        let news = if first { SessionNews::Cancelled { undo_until: tx.now() + UNDO } } else { SessionNews::GoneWithOthers };
        // Never late: it is nobody's doing.
        call_off(tx, session, None, news, false, None).await?;
    }
    Ok(())
}

/// Times that were asked for need no answer any more.
async fn stop_asking(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    let requests = tx
        .rows::<Id>(
            "update cairn.session_requests set state = 'withdrawn', version = version + 1, updated_at = $3
             where center_id = $1 and client_id = $2 and state = 'requested' returning id",
            [client.0.into(), tx.at().into()],
        )
        .await?;
    for row in requests {
        tx.audit(Event::done("session_request.withdraw", super::requests::OBJECT, row.id).about(client).purpose("care"));
    }
    let sooner = tx
        .rows::<Id>(
            "update cairn.sooner_requests set state = 'withdrawn', version = version + 1, updated_at = $3
             where center_id = $1 and client_id = $2 and state = 'open' returning id",
            [client.0.into(), tx.at().into()],
        )
        .await?;
    for row in sooner {
        tx.audit(Event::done("sooner_request.withdraw", super::sooner::OBJECT, row.id).about(client).purpose("care"));
    }
    Ok(())
}

/// Out of every line for a time; what was kept for them goes to the next.
async fn stop_waiting(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    let rows = tx
        .rows::<Id>(
            "select id from cairn.session_waits where center_id = $1 and client_id = $2 and state in ('waiting', 'offered') order by id",
            [client.0.into()],
        )
        .await?;
    for row in rows {
        let Some(wait) = waits::locked(tx, SessionWaitId(row.id)).await? else { continue };
        if wait.state == SessionWaitState::Offered {
            waits_offer::pass_on(tx, &wait, "session_wait.decline").await?;
        }
        tx.run(
            "update cairn.session_waits set state = 'left', version = version + 1, updated_at = $3
             where center_id = $1 and id = $2 and state = 'waiting'",
            [row.id.into(), tx.at().into()],
        )
        .await?;
        tx.audit(Event::done("session_wait.leave", waits::OBJECT, row.id).about(client).purpose("care"));
    }
    Ok(())
}
