//! Somebody died: nothing of theirs is ahead any more. Whoever would have sat down with them hears that the time is free, and
//! nobody writes to the one who is gone: the caller has paused their account before.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::states::SessionWaitState;
use super::{apart, waits, waits_back};
use crate::audit::Event;
use crate::db::CenterTx;
use crate::ids::{MemberId, SessionWaitId};
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
    let ids: Vec<Uuid> = ahead.into_iter().map(|row| row.id).collect();
    apart::call_off(tx, &ids).await
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
            waits_back::pass_on(tx, &wait, "session_wait.decline").await?;
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
