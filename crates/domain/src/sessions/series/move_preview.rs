//! What would stand in the way of moving a series, before anything moves.

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::change::{SeriesScope, goes_to, ids_in_scope};
use super::preview::against;
use crate::availability::{DeskQuery, desk};
use crate::db::CenterTx;
use crate::ids::SessionId;
use crate::problem::{Outcome, Problem};
use crate::sessions::Slot;
use crate::sessions::book::booker;
use crate::sessions::view::{SessionView, find, find_many};

/// One session of a series, and where it would go.
#[derive(Debug, Clone)]
pub struct PlannedMove {
    pub session: SessionView,
    pub starts_at: Timestamp,
    pub local_start: DateTime,
    pub conflict: Option<Problem>,
    pub suggestion: Option<Slot>,
}

const AROUND: SignedDuration = SignedDuration::from_hours(24 * 8);

/// Each session that would move, by start. Those that move together do not stand in each other's way.
pub async fn preview_move(tx: &CenterTx, id: SessionId, scope: SeriesScope, local_start: DateTime) -> Outcome<Vec<PlannedMove>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let anchor = find(tx, id).await.map_err(|_| Problem::not_found("sessionId"))?;
    if !anchor.can_change {
        return Err(Problem::NotAllowed.into());
    }
    let ids = ids_in_scope(tx, &anchor.session, scope).await?;
    let mut views: Vec<SessionView> = find_many(tx, &ids).await?.into_values().collect();
    views.sort_by_key(|view| view.session.starts_at);
    let mut starts = Vec::with_capacity(views.len());
    for view in &views {
        starts.push(goes_to(&view.session, &anchor.session, local_start)?);
    }
    let (Some(first), Some(last)) = (starts.iter().min(), starts.iter().max()) else { return Ok(Vec::new()) };
    let except: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let query = DeskQuery {
        client_id: Some(anchor.session.client_id),
        type_id: anchor.session.type_id,
        from: first.checked_sub(AROUND)?,
        until: last.checked_add(AROUND)?,
        except,
        ..DeskQuery::of(tx, anchor.session.counselor_id)
    };
    let desk = desk(tx, &query).await?.ok_or_else(|| Problem::not_found("sessionId"))?;
    let rules = desk.rules(tx.now(), booker(membership, anchor.session.client_id))?;
    let mut planned = Vec::with_capacity(views.len());
    for (session, starts_at) in views.into_iter().zip(starts) {
        let (conflict, suggestion) = match session.changeable_until.filter(|until| *until <= tx.now()) {
            // It stays, and the others can go.
            Some(until) => (Some(Problem::TooLate { changeable_until: until, center_phone: None }), None),
            None => against(&rules, &desk, starts_at, session.session.minutes)?,
        };
        planned.push(PlannedMove { session, starts_at, local_start: desk.planned(starts_at).0, conflict, suggestion });
    }
    Ok(planned)
}
