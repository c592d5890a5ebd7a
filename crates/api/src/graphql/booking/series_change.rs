//! Changing one of a series, this and the following, or all.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::sessions::series::{self as domain};

use super::change;
use crate::graphql::calendar::Slot;
use crate::graphql::context::{self, id, key};
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDateTime};
use crate::graphql::sessions::Session;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::sessions::series::SeriesScope")]
pub enum SeriesScope {
    One,
    /// This and those after it.
    Following,
    /// All that are still to come.
    All,
}

/// One session of a series, and where it would go.
#[derive(SimpleObject)]
pub struct PlannedMove {
    session: Session,
    starts_at: DateTime,
    local_start: LocalDateTime,
    /// What stands in the way; null: nothing.
    conflict: Option<Problem>,
    /// The closest free time.
    suggestion: Option<Slot>,
}

#[derive(Default)]
pub struct SeriesChangeQuery;

#[Object]
impl SeriesChangeQuery {
    /// Each session that `moveSessionSeries` would move, with what stands in its way. Nothing is kept.
    #[graphql(complexity = "52 * child_complexity + 1")]
    async fn session_series_move_preview(
        &self,
        ctx: &Context<'_>,
        session_id: ID,
        scope: SeriesScope,
        local_start: LocalDateTime,
    ) -> async_graphql::Result<Vec<PlannedMove>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::preview_move(&tx, id(&session_id, "sessionId")?, scope.into(), local_start.0).await };
        let mut shown = Vec::new();
        for one in request.answer(outcome.await)? {
            let conflict = match &one.conflict {
                Some(conflict) => request.problems(std::slice::from_ref(conflict)).await.pop(),
                None => None,
            };
            shown.push(PlannedMove {
                session: Session(one.session),
                starts_at: DateTime(one.starts_at),
                local_start: LocalDateTime(one.local_start),
                conflict,
                suggestion: one.suggestion.map(Slot::from),
            });
        }
        Ok(shown)
    }
}

#[derive(InputObject)]
pub struct MoveSessionSeriesInput {
    client_mutation_id: String,
    /// The session that was looked at.
    session_id: ID,
    /// Its version then.
    version: i32,
    scope: SeriesScope,
    /// Where it goes, on the wall clock it was planned on; the others go as many days further, to the same hour.
    local_start: LocalDateTime,
    /// Those of them that stay when they are, for example because of what the preview says.
    #[graphql(default)]
    stay: Vec<ID>,
    reason: Option<String>,
}

#[derive(InputObject)]
pub struct CancelSessionSeriesInput {
    session_id: ID,
    version: i32,
    scope: SeriesScope,
    /// Nobody has to give one.
    reason: Option<String>,
}

#[derive(SimpleObject)]
pub struct SessionSeriesPayload {
    /// All that were changed.
    sessions: Vec<Session>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct SeriesChangeMutation;

#[Object]
impl SeriesChangeMutation {
    /// Moves all of them, or none.
    async fn move_session_series(
        &self,
        ctx: &Context<'_>,
        input: MoveSessionSeriesInput,
    ) -> async_graphql::Result<SessionSeriesPayload> {
        let (moved, problems) = change(ctx, async |tx| {
            let change = domain::MoveSeries {
                key: key(&input.client_mutation_id)?,
                id: id(&input.session_id, "sessionId")?,
                version: input.version,
                scope: input.scope.into(),
                local_start: input.local_start.0,
                stay: input.stay.iter().map(|one| id(one, "stay")).collect::<Result<_, _>>()?,
                reason: input.reason,
            };
            domain::reschedule(tx, change).await
        })
        .await?;
        Ok(SessionSeriesPayload { sessions: moved.unwrap_or_default().into_iter().map(Session).collect(), problems })
    }

    /// Cancels all of them, or none. Each can be brought back within seconds by `undoCancelSession`.
    async fn cancel_session_series(
        &self,
        ctx: &Context<'_>,
        input: CancelSessionSeriesInput,
    ) -> async_graphql::Result<SessionSeriesPayload> {
        let (cancelled, problems) = change(ctx, async |tx| {
            let change = domain::CancelSeries {
                id: id(&input.session_id, "sessionId")?,
                version: input.version,
                scope: input.scope.into(),
                reason: input.reason,
            };
            domain::cancel(tx, change).await
        })
        .await?;
        Ok(SessionSeriesPayload { sessions: cancelled.unwrap_or_default().into_iter().map(Session).collect(), problems })
    }
}
