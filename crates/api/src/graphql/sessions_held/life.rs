//! Arriving, beginning, ending, being missed.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::sessions::{self, life, whereabouts};

use super::change;
use crate::graphql::context::{self, id};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDate};
use crate::graphql::sessions::Session;

/// Who did not come.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::sessions::life::Missing")]
pub enum MissedBy {
    Client,
    Counselor,
}

/// Where the client is during a session at a distance.
#[derive(SimpleObject)]
pub struct Whereabouts {
    /// Null: asked, and they did not want to say.
    place: Option<String>,
    /// A number to call back.
    phone: Option<String>,
    told_at: DateTime,
}

impl From<whereabouts::Whereabouts> for Whereabouts {
    fn from(told: whereabouts::Whereabouts) -> Self {
        Self { place: told.place, phone: told.phone, told_at: DateTime(told.told_at) }
    }
}

/// How one counselor's sessions of some days went.
#[derive(Clone)]
pub struct SessionOutcomes(sessions::SessionOutcomes);

fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

#[Object]
impl SessionOutcomes {
    async fn counselor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.counselor_id).await?.into())
    }
    async fn completed(&self) -> i32 {
        small(self.0.completed)
    }
    async fn missed_by_client(&self) -> i32 {
        small(self.0.missed_by_client)
    }
    async fn missed_by_counselor(&self) -> i32 {
        small(self.0.missed_by_counselor)
    }
    /// Called off in time, by the client.
    async fn cancelled_by_client(&self) -> i32 {
        small(self.0.cancelled_by_client)
    }
    /// Called off in time by the counselor or the center, or at whatever time because the counselor was away.
    async fn cancelled_by_counselor(&self) -> i32 {
        small(self.0.cancelled_by_counselor)
    }
    /// Called off by the client after the center's cutoff.
    async fn late_by_client(&self) -> i32 {
        small(self.0.late_by_client)
    }
    /// Called off by the counselor or the center after the cutoff.
    async fn late_by_counselor(&self) -> i32 {
        small(self.0.late_by_counselor)
    }
    /// Planned, and nobody said yet what became of it.
    async fn open(&self) -> i32 {
        small(self.0.open)
    }
}

#[derive(SimpleObject)]
pub struct SessionStepPayload {
    session: Option<Session>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct WhereaboutsPayload {
    whereabouts: Option<Whereabouts>,
    problems: Vec<Problem>,
}

#[derive(InputObject)]
pub struct TellWhereaboutsInput {
    session_id: ID,
    /// Empty: does not want to say.
    place: String,
    phone: String,
    /// Of whoever holds the session: `toldAt` of what they looked at. A newer word of the client is not written over.
    seen_told_at: Option<DateTime>,
}

#[derive(InputObject)]
pub struct RecordSessionTimesInput {
    session_id: ID,
    started_at: DateTime,
    ended_at: DateTime,
    /// Why it is written down now, or put right.
    reason: String,
}

#[derive(Default)]
pub struct LifeQuery;

#[Object]
impl LifeQuery {
    /// Where the client is; for the two of the session. Null: not asked yet.
    async fn whereabouts(&self, ctx: &Context<'_>, session_id: ID) -> async_graphql::Result<Option<Whereabouts>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { whereabouts::of(&tx, id(&session_id, "sessionId")?).await };
        Ok(request.answer_or_null(outcome.await)?.flatten().map(Whereabouts::from))
    }

    /// How sessions went, in numbers, by counselor; the viewer's own for who does not see all. Days in the center's zone,
    /// both included.
    async fn session_outcomes(
        &self,
        ctx: &Context<'_>,
        from: LocalDate,
        until: LocalDate,
    ) -> async_graphql::Result<Vec<SessionOutcomes>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let counted = request.answer(sessions::outcomes(&tx, from.0, until.0).await)?;
        Ok(counted.into_iter().map(SessionOutcomes).collect())
    }
}

#[derive(Default)]
pub struct LifeMutation;

#[Object]
impl LifeMutation {
    /// The client is there; by themself or whoever receives them.
    async fn arrive_at_session(&self, ctx: &Context<'_>, session_id: ID) -> async_graphql::Result<SessionStepPayload> {
        let (view, problems) = change(ctx, async |tx| life::arrive(tx, id(&session_id, "sessionId")?).await).await?;
        Ok(SessionStepPayload { session: view.map(Session), problems })
    }

    /// Takes an arrival back: a wrong tap.
    async fn undo_session_arrival(&self, ctx: &Context<'_>, session_id: ID) -> async_graphql::Result<SessionStepPayload> {
        let (view, problems) = change(ctx, async |tx| life::undo_arrival(tx, id(&session_id, "sessionId")?).await).await?;
        Ok(SessionStepPayload { session: view.map(Session), problems })
    }

    /// It begins. At a distance `tellWhereabouts` comes first.
    async fn begin_session(&self, ctx: &Context<'_>, session_id: ID) -> async_graphql::Result<SessionStepPayload> {
        let (view, problems) = change(ctx, async |tx| life::begin(tx, id(&session_id, "sessionId")?).await).await?;
        Ok(SessionStepPayload { session: view.map(Session), problems })
    }

    /// Takes a start back within ten minutes: a wrong tap.
    async fn undo_session_start(&self, ctx: &Context<'_>, session_id: ID) -> async_graphql::Result<SessionStepPayload> {
        let (view, problems) = change(ctx, async |tx| life::undo_begin(tx, id(&session_id, "sessionId")?).await).await?;
        Ok(SessionStepPayload { session: view.map(Session), problems })
    }

    async fn end_session(&self, ctx: &Context<'_>, session_id: ID) -> async_graphql::Result<SessionStepPayload> {
        let (view, problems) = change(ctx, async |tx| life::end(tx, id(&session_id, "sessionId")?).await).await?;
        Ok(SessionStepPayload { session: view.map(Session), problems })
    }

    /// Somebody did not come. A task for a warm word follows, and nothing else. Whoever holds it puts right within a day which of
    /// the two it was, unless the client said so themself.
    async fn miss_session(&self, ctx: &Context<'_>, session_id: ID, by: MissedBy) -> async_graphql::Result<SessionStepPayload> {
        let (view, problems) = change(ctx, async |tx| life::miss(tx, id(&session_id, "sessionId")?, by.into()).await).await?;
        Ok(SessionStepPayload { session: view.map(Session), problems })
    }

    /// Writes down afterwards when it really began and ended, or puts that right; what stood there before is kept.
    async fn record_session_times(
        &self,
        ctx: &Context<'_>,
        input: RecordSessionTimesInput,
    ) -> async_graphql::Result<SessionStepPayload> {
        let (view, problems) = change(ctx, async |tx| {
            let times = life::RecordTimes {
                id: id(&input.session_id, "sessionId")?,
                started_at: input.started_at.0,
                ended_at: input.ended_at.0,
                reason: input.reason,
            };
            life::record(tx, times).await
        })
        .await?;
        Ok(SessionStepPayload { session: view.map(Session), problems })
    }

    /// Notes where the client is, or that they did not want to say; by either of the two.
    async fn tell_whereabouts(
        &self,
        ctx: &Context<'_>,
        input: TellWhereaboutsInput,
    ) -> async_graphql::Result<WhereaboutsPayload> {
        let (told, problems) = change(ctx, async |tx| {
            let told = whereabouts::TellWhereabouts {
                session_id: id(&input.session_id, "sessionId")?,
                place: input.place,
                phone: input.phone,
                seen: input.seen_told_at.map(|at| at.0),
            };
            whereabouts::tell(tx, told).await
        })
        .await?;
        Ok(WhereaboutsPayload { whereabouts: told.map(Whereabouts::from), problems })
    }
}
