//! Changing one of a series, this and the following, or all.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::sessions::series::{self as domain};

use super::change;
use crate::graphql::context::{id, key};
use crate::graphql::problems::Problem;
use crate::graphql::scalars::LocalDateTime;
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
