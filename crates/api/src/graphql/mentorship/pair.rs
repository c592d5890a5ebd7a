//! A pair as the viewer may see it. What is said in it is for the two of it.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, Object, SimpleObject};
use cairn_domain::ids::WireId;
use cairn_domain::language::Locale;
use cairn_domain::mentorship::pairs::{self as domain, PairFilter, PairView};
use cairn_domain::mentorship::{check_ins, ending, experience, goals, meetings, messages, surveys, wording};
use cairn_domain::paging::{Cursor, PageRequest};

use super::kinds::{EndReason, MatchWay, MentorshipState, PairSide};
use super::matching::{MatchReason, reasons};
use super::meetings::{PairMeeting, UnreadLoader};
use super::mentors::member;
use super::pair_life::{Goal, PairCheckIn, PairMessage};
use super::sharing::{ExperienceWord, word};
use crate::connection;
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, id, optional_id, wire};
use crate::graphql::members::Member;
use crate::graphql::scalars::DateTime;

/// Somebody who walked the path before, and somebody who walks it now.
#[derive(Clone)]
pub struct Mentorship(pub PairView);

impl Mentorship {
    fn of_staff(&self) -> bool {
        self.0.side == domain::PairSide::Staff
    }

    /// For the two of it.
    fn inside(&self) -> bool {
        !self.of_staff() && self.0.pair.state.was_lived()
    }
}

#[Object]
impl Mentorship {
    async fn id(&self) -> ID {
        wire(self.0.pair.id)
    }
    async fn client(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.pair.client_id).await?.into())
    }
    async fn mentor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.pair.mentor_id).await?.into())
    }
    /// The viewer's.
    async fn side(&self) -> PairSide {
        self.0.side.into()
    }
    async fn state(&self) -> MentorshipState {
        MentorshipState::of(&self.0)
    }
    async fn way(&self) -> MatchWay {
        self.0.pair.way.into()
    }
    /// The client's order among those they ask.
    async fn rank(&self) -> i32 {
        i32::from(self.0.pair.rank)
    }
    /// What the client wrote when they asked.
    async fn words(&self) -> Option<&str> {
        self.0.pair.words.as_deref().filter(|_| !self.of_staff())
    }
    async fn reasons(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<MatchReason>> {
        Ok(reasons(&self.0.pair.reasons, context::of(ctx)?.locale().await))
    }
    /// For staff only.
    async fn score(&self) -> Option<i32> {
        self.of_staff().then_some(self.0.pair.score)
    }
    /// For staff only.
    async fn high_need(&self) -> Option<bool> {
        self.of_staff().then_some(self.0.pair.high_need)
    }
    /// The viewer has said yes. Whether the other has, nobody is told before both have.
    async fn answered_by_me(&self) -> bool {
        self.0.answered_by_me()
    }
    async fn offer_expires_at(&self) -> Option<DateTime> {
        self.0.pair.offer_expires_at.map(DateTime)
    }
    async fn started_at(&self) -> Option<DateTime> {
        self.0.pair.started_at.map(DateTime)
    }
    async fn agreed_by_client(&self) -> bool {
        self.0.pair.client_agreed
    }
    async fn agreed_by_mentor(&self) -> bool {
        self.0.pair.mentor_agreed
    }
    /// Who would take over when the mentor cannot; null: nobody, or nobody who could walk with this client.
    async fn backup(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        let request = context::of(ctx)?;
        let backup = request.answer(ending::backup_of(&*request.tx().await?, &self.0).await)?;
        member(ctx, backup).await
    }
    /// The client is fine with this backup taking over; when somebody else stands in, they are asked again. For everybody but the
    /// client: and the backup said yes as well.
    async fn backup_consent(&self) -> bool {
        let theirs = self.0.side == domain::PairSide::Client;
        self.0.pair.backup_consent && (theirs || self.0.pair.backup_agreed)
    }
    /// The mentor rests, or cannot come in: nobody answers for now.
    async fn mentor_away(&self) -> bool {
        self.0.pair.state.is_live() && self.0.pair.mentor_away
    }
    /// What the other of the two shows in full, while they walk together; none for staff.
    async fn shown_by_other(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<ExperienceWord>> {
        let request = context::of(ctx)?;
        let shown = request.answer(experience::shown_to(&*request.tx().await?, &self.0).await)?;
        let locale = request.locale().await;
        Ok(shown.iter().filter_map(|code| word(code, locale)).collect())
    }
    async fn paused_until(&self) -> Option<DateTime> {
        self.0.pair.paused_until.map(DateTime)
    }
    /// It ended because the client died; for whoever walked with them, and staff.
    async fn lost(&self) -> bool {
        self.0.pair.lost && self.0.side != domain::PairSide::Client
    }
    async fn end_reason(&self) -> Option<EndReason> {
        self.0.pair.end_reason.map(Into::into)
    }
    /// The letter of whoever said goodbye; for the two of it.
    async fn end_words(&self) -> Option<&str> {
        self.0.pair.end_words.as_deref().filter(|_| self.inside())
    }
    async fn ended_by_me(&self, ctx: &Context<'_>) -> async_graphql::Result<bool> {
        let tx = context::of(ctx)?.tx().await?;
        Ok(self.0.pair.ended_by.is_some() && self.0.pair.ended_by == tx.actor().member_id())
    }
    async fn closing_since(&self) -> Option<DateTime> {
        self.0.pair.closing_since.map(DateTime)
    }
    async fn closed_at(&self) -> Option<DateTime> {
        self.0.pair.closed_at.map(DateTime)
    }
    async fn answered_survey(&self) -> bool {
        match self.0.side {
            domain::PairSide::Client => self.0.pair.client_answered_survey,
            domain::PairSide::Mentor => self.0.pair.mentor_answered_survey,
            domain::PairSide::Staff => self.0.pair.client_answered_survey || self.0.pair.mentor_answered_survey,
        }
    }
    /// Of whom it was taken over.
    async fn after_id(&self) -> Option<ID> {
        self.0.pair.after_id.map(wire)
    }
    /// The client's; none for staff.
    async fn goals(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Goal>> {
        if !self.inside() {
            return Ok(Vec::new());
        }
        let request = context::of(ctx)?;
        let goals = request.answer(goals::of(&*request.tx().await?, self.0.pair.id).await)?;
        Ok(goals.into_iter().map(Goal).collect())
    }
    /// The latest first, each as far as it was meant for the viewer; none for staff.
    async fn check_ins(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<PairCheckIn>> {
        if !self.inside() {
            return Ok(Vec::new());
        }
        let request = context::of(ctx)?;
        let found = request.answer(check_ins::of(&*request.tx().await?, self.0.pair.id).await)?;
        Ok(found.into_iter().map(PairCheckIn).collect())
    }
    /// When they met and for how long, the latest first; none for staff.
    async fn meetings(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<PairMeeting>> {
        if !self.inside() {
            return Ok(Vec::new());
        }
        let request = context::of(ctx)?;
        let held = request.answer(meetings::of(&*request.tx().await?, self.0.pair.id).await)?;
        Ok(held.into_iter().map(PairMeeting).collect())
    }
    /// Messages of the other that the viewer has not read; 0 for staff.
    async fn unread_messages(&self, ctx: &Context<'_>) -> async_graphql::Result<i32> {
        if !self.inside() {
            return Ok(0);
        }
        let found = ctx.data::<DataLoader<UnreadLoader>>()?.load_one(self.0.pair.id).await?;
        Ok(i32::try_from(found.unwrap_or_default()).unwrap_or(i32::MAX))
    }
    async fn version(&self) -> i32 {
        self.0.pair.version
    }
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.pair.created_at)
    }
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.pair.updated_at)
    }
}

connection!(MentorshipConnection, MentorshipEdge, Mentorship);

/// A page of what two people wrote, the newest last.
#[derive(SimpleObject)]
pub struct PairMessagePage {
    nodes: Vec<PairMessage>,
    /// There are older ones: ask again with the first of these as `before`.
    has_older: bool,
    /// The viewer has read up to here.
    read_until: Option<ID>,
    /// And the other.
    other_read_until: Option<ID>,
}

/// What one of the two answered at the end.
#[derive(SimpleObject)]
pub struct MentorshipSurvey {
    /// 1 to 5.
    felt_heard: i32,
    /// 1 to 5.
    helped: i32,
    would_again: bool,
    words: String,
}

impl From<surveys::Survey> for MentorshipSurvey {
    fn from(one: surveys::Survey) -> Self {
        Self { felt_heard: one.felt_heard, helped: one.helped, would_again: one.would_again, words: one.words }
    }
}

/// How it was, for whoever looks after the program.
#[derive(SimpleObject)]
pub struct MentorshipSurveys {
    /// Null: not answered.
    client: Option<MentorshipSurvey>,
    mentor: Option<MentorshipSurvey>,
}

/// What both of a pair read and accept.
#[derive(SimpleObject)]
pub struct MentorshipAgreement {
    version: i32,
    lines: Vec<String>,
}

#[derive(Default)]
pub struct PairsQuery;

#[Object]
impl PairsQuery {
    async fn mentorship(&self, ctx: &Context<'_>, mentorship_id: ID) -> async_graphql::Result<Option<Mentorship>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::find(&tx, id(&mentorship_id, "mentorshipId")?).await };
        Ok(request.answer_or_null(outcome.await)?.map(Mentorship))
    }

    /// The viewer's own pairs and questions, the latest first: as client, and as mentor (`side` tells).
    async fn my_mentorships(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Mentorship>> {
        let request = context::of(ctx)?;
        let own = request.answer(domain::own(&*request.tx().await?).await)?;
        Ok(own.into_iter().map(Mentorship).collect())
    }

    /// Pairs of the center, the latest first; for whoever steers mentoring.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn mentorships(
        &self,
        ctx: &Context<'_>,
        state: Option<MentorshipState>,
        mentor_id: Option<ID>,
        client_id: Option<ID>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<MentorshipConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let filter = PairFilter {
                state: state.and_then(MentorshipState::stored),
                mentor_id: optional_id(mentor_id.as_ref(), "mentorId")?,
                client_id: optional_id(client_id.as_ref(), "clientId")?,
            };
            domain::list(&tx, filter, page_request(first, after.as_deref())?).await
        };
        let page = request.answer(outcome.await)?;
        let cursor = |view: &PairView| encode_cursor(Cursor { at: view.pair.created_at, id: view.pair.id.0 });
        let items = page.items.into_iter().map(|view| (cursor(&view), Mentorship(view))).collect();
        Ok(MentorshipConnection::of(items, page.has_next, after.is_some()))
    }

    /// What the two of a pair answered at its end; for whoever steers mentoring. That it was read is logged.
    async fn mentorship_surveys(&self, ctx: &Context<'_>, mentorship_id: ID) -> async_graphql::Result<Option<MentorshipSurveys>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { surveys::surveys(&tx, id(&mentorship_id, "mentorshipId")?).await };
        let both = request.answer_or_null(outcome.await)?;
        Ok(both.map(|both| MentorshipSurveys { client: both.client.map(Into::into), mentor: both.mentor.map(Into::into) }))
    }

    /// What two people wrote to each other; for the two of them.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn pair_messages(
        &self,
        ctx: &Context<'_>,
        mentorship_id: ID,
        #[graphql(default = 50)] first: i32,
        #[graphql(desc = "The message before which to look.")] before: Option<ID>,
    ) -> async_graphql::Result<Option<PairMessagePage>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let page = PageRequest { first, after: optional_id(before.as_ref(), "before")? };
            messages::page(&tx, id(&mentorship_id, "mentorshipId")?, page).await
        };
        let page = request.answer_or_null(outcome.await)?;
        Ok(page.map(|page| PairMessagePage {
            nodes: page.messages.items.into_iter().map(PairMessage).collect(),
            has_older: page.messages.has_next,
            read_until: page.read_until.map(wire),
            other_read_until: page.other_read_until.map(|id| ID(id.to_wire())),
        }))
    }

    /// In the viewer's language.
    async fn mentorship_agreement(&self, ctx: &Context<'_>) -> async_graphql::Result<MentorshipAgreement> {
        let request = context::of(ctx)?;
        request.tx().await?;
        let locale: Locale = request.locale().await;
        let lines = wording::agreement(locale).into_iter().map(str::to_owned).collect();
        Ok(MentorshipAgreement { version: i32::from(ending::AGREEMENT_VERSION), lines })
    }
}
