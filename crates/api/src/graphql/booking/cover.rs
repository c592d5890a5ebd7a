//! A counselor is away, and everybody they would have met chooses what happens instead.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, Enum, ID, InputObject, MergedObject, Object, SimpleObject};
use cairn_domain::Problem as Expected;
use cairn_domain::ids::{CoveringId, MemberId};
use cairn_domain::paging::Cursor;
use cairn_domain::sessions::cover as domain;
use cairn_domain::sessions::cover_list::{self, CoveringRow};
use cairn_domain::sessions::cover_pause;
use jiff::Timestamp;

use super::{CoverState, change};
use crate::connection;
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, SessionLoader, id, key, optional_id, wire};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDateTime};
use crate::graphql::sessions::Session;

/// What a client is asked about one session.
#[derive(Clone)]
pub struct CoverAnswer(domain::CoverAnswer);

#[Object]
impl CoverAnswer {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn client(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.client_id).await?.into())
    }
    /// Who is away.
    async fn counselor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.counselor_id).await?.into())
    }
    /// Who would stand in; null: nobody.
    async fn backup(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        match self.0.backup_id {
            Some(id) => Ok(Some(context::member(ctx, id).await?.into())),
            None => Ok(None),
        }
    }
    /// They can come at the agreed time. Other times of theirs are among `slots` with this session's id.
    async fn backup_free(&self) -> bool {
        self.0.backup_free
    }
    /// The same counselor can be met later. False: nobody knows when they are back.
    async fn later(&self) -> bool {
        self.0.later
    }
    /// The session it is about, as far as the viewer may see it.
    async fn session(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Session>> {
        Ok(ctx.data::<DataLoader<SessionLoader>>()?.load_one(self.0.session_id).await?.map(Session))
    }
    async fn state(&self) -> CoverState {
        self.0.state.into()
    }
    /// The session with whoever stood in.
    async fn instead_id(&self) -> Option<ID> {
        self.0.instead_id.map(wire)
    }
}

/// What every absence has.
#[derive(Clone)]
pub struct Absence {
    id: CoveringId,
    counselor_id: MemberId,
    starts_at: Timestamp,
    ends_at: Timestamp,
    backup_id: Option<MemberId>,
    paused: bool,
}

#[Object]
impl Absence {
    async fn id(&self) -> ID {
        wire(self.id)
    }
    /// Who is away.
    async fn counselor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.counselor_id).await?.into())
    }
    async fn starts_at(&self) -> DateTime {
        DateTime(self.starts_at)
    }
    async fn ends_at(&self) -> DateTime {
        DateTime(self.ends_at)
    }
    /// Their account is paused: nobody knows until when. `endsAt` is the end of the last session that was planned.
    async fn paused(&self) -> bool {
        self.paused
    }
    /// Who stands in for whoever wants that.
    async fn backup(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        match self.backup_id {
            Some(id) => Ok(Some(context::member(ctx, id).await?.into())),
            None => Ok(None),
        }
    }
}

#[derive(SimpleObject)]
pub struct AbsenceAnswers {
    /// One for each session: nobody is left out.
    answers: Vec<CoverAnswer>,
}

#[derive(SimpleObject, Clone)]
pub struct AbsenceCounts {
    /// Sessions that were asked about.
    asked: i32,
    /// Those that nothing was chosen for yet.
    open: i32,
}

/// A counselor's absence, with everybody it concerns.
#[derive(MergedObject)]
pub struct Covering(Absence, AbsenceAnswers);

impl From<domain::Covering> for Covering {
    fn from(found: domain::Covering) -> Self {
        let domain::Covering { id, counselor_id, starts_at, ends_at, backup_id, paused, answers } = found;
        let answers = AbsenceAnswers { answers: answers.into_iter().map(CoverAnswer).collect() };
        Self(Absence { id, counselor_id, starts_at, ends_at, backup_id, paused }, answers)
    }
}

/// An absence, with how far the choosing has come: `covering` has the whole of it.
#[derive(MergedObject, Clone)]
pub struct CoveringSummary(Absence, AbsenceCounts);

impl From<CoveringRow> for CoveringSummary {
    fn from(found: CoveringRow) -> Self {
        let CoveringRow { id, counselor_id, starts_at, ends_at, backup_id, paused, asked, open } = found;
        Self(Absence { id, counselor_id, starts_at, ends_at, backup_id, paused }, AbsenceCounts { asked, open })
    }
}

/// Whom it would concern if somebody's account was paused.
#[derive(SimpleObject)]
pub struct SessionsAhead {
    sessions: i32,
    /// With so many people.
    clients: i32,
}

connection!(CoveringSummaryConnection, CoveringSummaryEdge, CoveringSummary);

#[derive(Default)]
pub struct CoverQuery;

#[Object]
impl CoverQuery {
    /// Absences that are being covered, the one that ends first at the top; with `over` those that are over, the latest first.
    /// Counselors see their own.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn coverings(
        &self,
        ctx: &Context<'_>,
        counselor_id: Option<ID>,
        #[graphql(default = false)] over: bool,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<CoveringSummaryConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let counselor = optional_id(counselor_id.as_ref(), "counselorId")?;
            cover_list::list(&tx, counselor, over, page_request(first, after.as_deref())?).await
        };
        let page = request.answer(outcome.await)?;
        let cursor = |one: &CoveringRow| encode_cursor(Cursor { at: one.ends_at, id: one.id.0 });
        let items = page.items.into_iter().map(|one| (cursor(&one), CoveringSummary::from(one))).collect();
        Ok(CoveringSummaryConnection::of(items, page.has_next, after.is_some()))
    }

    #[graphql(complexity = "20 * child_complexity + 1")]
    async fn covering(&self, ctx: &Context<'_>, covering_id: ID) -> async_graphql::Result<Option<Covering>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::find(&tx, id(&covering_id, "coveringId")?).await };
        Ok(request.answer_or_null(outcome.await)?.map(Covering::from))
    }

    /// Sessions that a member has ahead with their clients, for whoever decides whether their account rests.
    async fn sessions_ahead(&self, ctx: &Context<'_>, member_id: ID) -> async_graphql::Result<SessionsAhead> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { cover_pause::ahead(&tx, id(&member_id, "memberId")?).await };
        let cover_pause::SessionsAhead { sessions, clients } = request.answer(outcome.await)?;
        Ok(SessionsAhead { sessions, clients })
    }

    /// What the viewer is asked, because somebody they would have met is away.
    async fn my_cover_answers(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<CoverAnswer>> {
        let request = context::of(ctx)?;
        let asked = request.answer(domain::mine(&*request.tx().await?).await)?;
        Ok(asked.into_iter().map(CoverAnswer).collect())
    }
}

#[derive(InputObject)]
pub struct CoverAbsenceInput {
    client_mutation_id: String,
    counselor_id: ID,
    /// Wall clock in the counselor's zone.
    local_start: LocalDateTime,
    local_end: LocalDateTime,
    /// Who stands in for whoever wants that.
    backup_id: Option<ID>,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum CoverChoice {
    /// With the same counselor, at `startsAt`.
    Later,
    /// With whoever stands in, at `startsAt` or at the same time.
    Backup,
    Cancel,
}

#[derive(InputObject)]
pub struct AnswerCoverInput {
    cover_answer_id: ID,
    choice: CoverChoice,
    starts_at: Option<DateTime>,
}

#[derive(SimpleObject)]
pub struct CoverAbsencePayload {
    covering: Option<Covering>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct AnswerCoverPayload {
    cover_answer: Option<CoverAnswer>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct CoverMutation;

#[Object]
impl CoverMutation {
    /// Takes the time off, and asks everybody who had a session in it. Until they have answered, it is a task of the center's.
    async fn cover_absence(&self, ctx: &Context<'_>, input: CoverAbsenceInput) -> async_graphql::Result<CoverAbsencePayload> {
        let (covering, problems) = change(ctx, async |tx| {
            let absence = domain::CoverAbsence {
                key: key(&input.client_mutation_id)?,
                counselor_id: id(&input.counselor_id, "counselorId")?,
                local_start: input.local_start.0,
                local_end: input.local_end.0,
                backup_id: optional_id(input.backup_id.as_ref(), "backupId")?,
            };
            domain::cover(tx, absence).await
        })
        .await?;
        Ok(CoverAbsencePayload { covering: covering.map(Covering::from), problems })
    }

    /// The client chooses, or the center after a call.
    async fn answer_cover(&self, ctx: &Context<'_>, input: AnswerCoverInput) -> async_graphql::Result<AnswerCoverPayload> {
        let (answer, problems) = change(ctx, async |tx| {
            let starts_at = input.starts_at.as_ref().map(|at| at.0);
            let choice = match input.choice {
                CoverChoice::Later => {
                    domain::CoverChoice::Later { starts_at: starts_at.ok_or_else(|| Expected::invalid("startsAt", "required"))? }
                }
                CoverChoice::Backup => domain::CoverChoice::Backup { starts_at },
                CoverChoice::Cancel => domain::CoverChoice::Cancel,
            };
            domain::answer(tx, id(&input.cover_answer_id, "coverAnswerId")?, choice).await
        })
        .await?;
        Ok(AnswerCoverPayload { cover_answer: answer.map(CoverAnswer), problems })
    }
}
