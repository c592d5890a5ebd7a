//! Changing one, this and the following, or all that are still to come: all of it or nothing.

use jiff::civil::DateTime;
use jiff::{Timestamp, ToSpan};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::db::{CenterTx, Wall};
use crate::idempotency::{self, Claim};
use crate::ids::SessionId;
use crate::notifications::{self, SessionNews};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sessions::Session;
use crate::sessions::change::{MoveTo, UNDO, cancel_now, cancellable, changeable, check_reason, move_to};
use crate::sessions::view::{SessionView, find};
use crate::sessions::waits::{Freed, offer_to_next};
use crate::zones;

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesScope {
    One,
    /// This and those after it.
    Following,
    /// All that are still to come.
    All,
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct MoveSeries {
    #[serde(skip)]
    pub key: Uuid,
    /// The session that was looked at.
    pub id: SessionId,
    pub version: i32,
    pub scope: SeriesScope,
    /// Where it goes, on the wall clock it was planned on; the others go as many days further, to the same hour.
    pub local_start: DateTime,
    /// Those of them that stay when they are: what stands in their way was seen.
    pub stay: Vec<SessionId>,
    pub reason: Option<String>,
}

#[derive(Debug, Clone)]
pub struct CancelSeries {
    pub id: SessionId,
    pub version: i32,
    pub scope: SeriesScope,
    /// Nobody has to give one.
    pub reason: Option<String>,
}

/// As many days further as the one that was looked at, to its hour, on the wall clock each was planned on.
pub(super) fn goes_to(session: &Session, anchor: &Session, local_start: DateTime) -> Result<Timestamp, Surprise> {
    let days = anchor.local_start.date().until(local_start.date())?.get_days();
    let date = session.local_start.date().checked_add(days.days())?;
    zones::instant(date.to_datetime(local_start.time()), &zones::stored(&session.zone)?)
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// The session that was looked at, as it was then, and all that shall change with it, by start.
async fn in_scope(tx: &CenterTx, id: SessionId, version: i32, scope: SeriesScope) -> Outcome<(Session, Vec<SessionId>)> {
    let anchor = cancellable(tx, id, "sessionId").await?;
    if anchor.state.is_called_off() {
        return Err(Problem::invalid("sessionId", "already_cancelled").into());
    }
    if anchor.version != version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    let ids = ids_in_scope(tx, &anchor, scope).await?;
    Ok((anchor, ids))
}

/// What changes together with a session, itself among it, by start.
pub(super) async fn ids_in_scope(tx: &CenterTx, anchor: &Session, scope: SeriesScope) -> Outcome<Vec<SessionId>> {
    if scope == SeriesScope::One {
        return Ok(vec![anchor.id]);
    }
    let (Some(series), Some(occurrence)) = (anchor.series_id, anchor.occurrence) else {
        return Err(Problem::invalid("scope", "not_a_series").into());
    };
    let rows = tx
        .rows::<Id>(
            "select id from cairn.sessions
             where center_id = $1 and series_id = $2 and state = 'booked' and starts_at > $3 and ($4 or occurrence >= $5)
             order by starts_at, id",
            [series.0.into(), tx.at().into(), (scope == SeriesScope::All).into(), Wall(occurrence).into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| SessionId(row.id)).collect())
}

async fn views(tx: &CenterTx, ids: &[SessionId]) -> Outcome<Vec<SessionView>> {
    let mut views = Vec::with_capacity(ids.len());
    for id in ids {
        views.push(find(tx, *id).await?);
    }
    views.sort_by_key(|view| view.session.starts_at);
    Ok(views)
}

pub async fn reschedule(tx: &CenterTx, input: MoveSeries) -> Outcome<Vec<SessionView>> {
    let reason = check_reason(input.reason.as_deref())?;
    let first = changeable(tx, input.id, "sessionId").await?;
    if let Claim::Repeated(_) = idempotency::claim(tx, input.key, "move_series", &input, input.id.0).await? {
        return views(tx, &[first.id]).await;
    }
    let (anchor, mut ids) = in_scope(tx, input.id, input.version, input.scope).await?;
    // The one that was looked at is what this is about.
    if input.stay.contains(&anchor.id) {
        return Err(Problem::invalid("stay", "out_of_range").into());
    }
    ids.retain(|id| !input.stay.contains(id));
    // Whoever goes later goes first, when they go later: none steps on one of its own that has not gone yet.
    if input.local_start > anchor.local_start {
        ids.reverse();
    }
    let except: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let heard = notifications::heard_of(tx, &except).await?;
    let mut left = Vec::with_capacity(ids.len());
    for id in &ids {
        let session = changeable(tx, *id, "sessionId").await?;
        let starts_at = goes_to(&session, &anchor, input.local_start)?;
        left.push(Freed::by(&session, tx.now()));
        let told = *id == anchor.id || heard.contains(&id.0);
        let to = MoveTo {
            starts_at,
            minutes: None,
            place: None,
            reason: reason.clone(),
            except: except.clone(),
            news: if told { SessionNews::Moved } else { SessionNews::WithOthers },
            offers: false,
        };
        move_to(tx, session, to).await?;
    }
    for freed in left {
        offer_to_next(tx, freed).await?;
    }
    views(tx, &ids).await
}

pub async fn cancel(tx: &CenterTx, input: CancelSeries) -> Outcome<Vec<SessionView>> {
    let reason = check_reason(input.reason.as_deref())?;
    let (anchor, ids) = in_scope(tx, input.id, input.version, input.scope).await?;
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let heard = notifications::heard_of(tx, &uuids).await?;
    let undo_until = tx.now() + UNDO;
    for id in &ids {
        let session = cancellable(tx, *id, "sessionId").await?;
        let told = *id == anchor.id || heard.contains(&id.0);
        let news = if told { SessionNews::Cancelled { undo_until } } else { SessionNews::GoneWithOthers };
        cancel_now(tx, session, reason.clone(), news).await?;
    }
    views(tx, &ids).await
}
