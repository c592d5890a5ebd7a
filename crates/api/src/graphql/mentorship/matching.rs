//! Finding somebody to walk with: what a client hopes for, whom they can ask, whom staff might bring together.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::ids::MemberId;
use cairn_domain::language::Locale;
use cairn_domain::mentorship::candidates::{self, Candidate};
use cairn_domain::mentorship::matching::Reason;
use cairn_domain::mentorship::offers::{self, AskMentors};
use cairn_domain::mentorship::pairs::PairView;
use cairn_domain::mentorship::requests::{self, SetRequest};
use cairn_domain::mentorship::{MatchWay as Way, RequestState};
use cairn_domain::paging::Cursor;

use super::change;
use super::kinds::{MatchWay, MentorRequestState, SupportMode, into};
use super::mentors::Mentor;
use super::pair::Mentorship;
use super::sharing::{ExperienceWord, word};
use crate::connection;
use crate::graphql::availability::{WeeklyRange, WeeklyRangeInput};
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, id, optional_id, wire};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::DateTime;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum MatchReasonKind {
    WeShare,
    Language,
    Time,
}

/// Why two people may fit, as both may read it.
#[derive(SimpleObject, Clone)]
pub struct MatchReason {
    kind: MatchReasonKind,
    /// In the viewer's language.
    text: String,
}

pub(super) fn reasons(reasons: &[Reason], locale: Locale) -> Vec<MatchReason> {
    let kind = |reason: &Reason| match reason {
        Reason::WeShare { .. } => MatchReasonKind::WeShare,
        Reason::Language { .. } => MatchReasonKind::Language,
        Reason::Time { .. } => MatchReasonKind::Time,
    };
    reasons.iter().map(|reason| MatchReason { kind: kind(reason), text: reason.say(locale) }).collect()
}

/// A client's wish for a mentor, for themself and for whoever steers mentoring.
#[derive(Clone)]
pub struct MentorRequest(requests::MentorRequest);

#[Object]
impl MentorRequest {
    async fn client(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.client_id).await?.into())
    }
    async fn state(&self) -> MentorRequestState {
        self.0.state.into()
    }
    async fn words(&self) -> Option<&str> {
        self.0.words.as_deref()
    }
    async fn languages(&self) -> &[String] {
        &self.0.languages
    }
    /// None: any.
    async fn modes(&self) -> Vec<SupportMode> {
        into(&self.0.modes)
    }
    /// Only somebody who says so of themself; null: anybody.
    async fn only_gender(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<ExperienceWord>> {
        let locale = context::of(ctx)?.locale().await;
        Ok(self.0.only_gender.as_deref().and_then(|code| word(code, locale)))
    }
    async fn free_hours(&self) -> Vec<WeeklyRange> {
        self.0.free_hours.iter().map(Into::into).collect()
    }
    /// Null for the client: it is the center's word.
    async fn high_need(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<bool>> {
        let tx = context::of(ctx)?.tx().await?;
        Ok((tx.actor().member_id() != Some(self.0.client_id)).then_some(self.0.high_need))
    }
    /// A mentor has been asked and has not answered. Null for the client.
    async fn asked(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<bool>> {
        let tx = context::of(ctx)?.tx().await?;
        Ok((tx.actor().member_id() != Some(self.0.client_id)).then_some(self.0.asked))
    }
    async fn waiting_since(&self) -> Option<DateTime> {
        self.0.waiting_since.filter(|_| self.0.state == RequestState::Waiting).map(DateTime)
    }
    async fn version(&self) -> i32 {
        self.0.version
    }
}

connection!(MentorRequestPage, MentorRequestEdge, MentorRequest);

#[derive(SimpleObject)]
pub struct MentorRequestConnection {
    #[graphql(flatten)]
    page: MentorRequestPage,
    /// Of the whole line, or of those the search finds in it.
    total_count: i32,
}

/// A mentor whom the viewer can ask. No number: reasons in words.
#[derive(Clone)]
pub struct MentorCandidate(Candidate);

#[Object]
impl MentorCandidate {
    async fn mentor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.mentor.id).await?.into())
    }
    async fn about(&self) -> Option<&str> {
        self.0.mentor.about.as_deref()
    }
    async fn languages(&self) -> &[String] {
        &self.0.mentor.languages
    }
    async fn modes(&self) -> Vec<SupportMode> {
        into(&self.0.mentor.modes)
    }
    async fn reasons(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<MatchReason>> {
        Ok(reasons(&self.0.fit.reasons, context::of(ctx)?.locale().await))
    }
    /// What the mentor shows of their own life.
    async fn experiences(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<ExperienceWord>> {
        let locale = context::of(ctx)?.locale().await;
        Ok(self.0.shown.iter().filter_map(|code| word(code, locale)).collect())
    }
}

/// A mentor who may fit a client, with what it is made of; for staff.
#[derive(Clone)]
pub struct MentorSuggestion(Candidate);

#[Object]
impl MentorSuggestion {
    async fn mentor(&self) -> Mentor {
        Mentor(self.0.mentor.clone())
    }
    async fn score(&self) -> i32 {
        self.0.fit.score
    }
    /// Common free time in a week.
    async fn overlap_minutes(&self) -> i32 {
        i32::try_from(self.0.fit.overlap_minutes).unwrap_or(i32::MAX)
    }
    async fn reasons(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<MatchReason>> {
        Ok(reasons(&self.0.fit.reasons, context::of(ctx)?.locale().await))
    }
}

#[derive(Default)]
pub struct MatchingQuery;

#[Object]
impl MatchingQuery {
    async fn my_mentor_request(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<MentorRequest>> {
        let request = context::of(ctx)?;
        Ok(request.answer(requests::own(&*request.tx().await?).await)?.map(MentorRequest))
    }

    /// Who waits for a mentor, the longest first; for whoever steers mentoring.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn mentor_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The beginning of any part of the name.")] search: Option<String>,
        #[graphql(desc = "Only people of this program. Null: everybody.")] program_id: Option<ID>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<MentorRequestConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let wanted = requests::Seeking { search: search.as_deref(), program: optional_id(program_id.as_ref(), "programId")? };
            requests::waiting_list(&tx, wanted, &page_request(first, after.as_deref())?).await
        };
        let line = request.answer(outcome.await)?;
        let cursor = |one: &requests::MentorRequest| {
            encode_cursor(Cursor { at: one.waiting_since.unwrap_or_default(), id: one.client_id.0 })
        };
        let items = line.page.items.into_iter().map(|one| (cursor(&one), MentorRequest(one))).collect();
        let page = MentorRequestPage::of(items, line.page.has_next, after.is_some());
        Ok(MentorRequestConnection { page, total_count: i32::try_from(line.total).unwrap_or(i32::MAX) })
    }

    /// Mentors the viewer can ask, at most twelve, who fit best first. None before the viewer has said what they hope for.
    async fn mentor_candidates(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<MentorCandidate>> {
        let request = context::of(ctx)?;
        let found = request.answer(candidates::browse(&*request.tx().await?).await)?;
        Ok(found.into_iter().map(MentorCandidate).collect())
    }

    /// Mentors who may fit a client, the best first; for whoever steers mentoring.
    async fn mentor_suggestions(&self, ctx: &Context<'_>, client_id: ID) -> async_graphql::Result<Vec<MentorSuggestion>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { candidates::suggest(&tx, id(&client_id, "clientId")?).await };
        Ok(request.answer(outcome.await)?.into_iter().map(MentorSuggestion).collect())
    }
}

#[derive(InputObject)]
pub struct SetMentorRequestInput {
    words: String,
    languages: Vec<String>,
    /// Empty: any.
    modes: Vec<SupportMode>,
    /// A code of a word about gender; null: anybody.
    only_gender: Option<String>,
    /// In the viewer's own zone.
    free_hours: Vec<WeeklyRangeInput>,
}

#[derive(InputObject)]
pub struct SetHighNeedInput {
    client_id: ID,
    high_need: bool,
}

#[derive(InputObject)]
pub struct AskMentorsInput {
    /// In the viewer's order, at most 5: one after the other is asked.
    mentor_ids: Vec<ID>,
    /// For whoever is asked.
    words: String,
}

#[derive(InputObject)]
pub struct ProposeMentorshipInput {
    client_id: ID,
    mentor_id: ID,
    /// `BY_ADMIN` or `SUGGESTED`: how staff came to it.
    way: MatchWay,
}

#[derive(SimpleObject)]
pub struct MentorRequestPayload {
    mentor_request: Option<MentorRequest>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct AskMentorsPayload {
    /// The open questions, by rank.
    mentorships: Option<Vec<Mentorship>>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct MentorshipPayload {
    mentorship: Option<Mentorship>,
    problems: Vec<Problem>,
}

pub(super) fn pair((view, problems): (Option<PairView>, Vec<Problem>)) -> MentorshipPayload {
    MentorshipPayload { mentorship: view.map(Mentorship), problems }
}

#[derive(SimpleObject)]
pub struct AnswerOfferPayload {
    /// The offer that was answered.
    mentorship_id: Option<ID>,
    problems: Vec<Problem>,
}

fn request_payload((request, problems): (Option<requests::MentorRequest>, Vec<Problem>)) -> MentorRequestPayload {
    MentorRequestPayload { mentor_request: request.map(MentorRequest), problems }
}

#[derive(Default)]
pub struct MatchingMutation;

#[Object]
impl MatchingMutation {
    /// Says what the viewer hopes for; from then on they wait for somebody.
    async fn set_mentor_request(
        &self,
        ctx: &Context<'_>,
        input: SetMentorRequestInput,
    ) -> async_graphql::Result<MentorRequestPayload> {
        let wish = SetRequest {
            words: input.words,
            languages: input.languages,
            modes: into(&input.modes),
            only_gender: input.only_gender,
            free_hours: input.free_hours.iter().map(WeeklyRangeInput::range).collect(),
        };
        Ok(request_payload(change(ctx, async |tx| requests::set(tx, wish).await).await?))
    }

    /// The viewer does not look for a mentor any more. Open questions are taken back.
    async fn stop_mentor_request(&self, ctx: &Context<'_>) -> async_graphql::Result<MentorRequestPayload> {
        Ok(request_payload(change(ctx, async |tx| requests::stop(tx).await).await?))
    }

    /// Whether a client needs much: their pair weighs more on a mentor. For whoever steers mentoring.
    async fn set_high_need(&self, ctx: &Context<'_>, input: SetHighNeedInput) -> async_graphql::Result<MentorRequestPayload> {
        let done = change(ctx, async |tx| requests::set_high_need(tx, id(&input.client_id, "clientId")?, input.high_need).await);
        Ok(request_payload(done.await?))
    }

    /// Asks one mentor after the other. A new list takes the place of the old one.
    async fn ask_mentors(&self, ctx: &Context<'_>, input: AskMentorsInput) -> async_graphql::Result<AskMentorsPayload> {
        let (asked, problems) = change(ctx, async |tx| {
            let mentor_ids: Result<Vec<MemberId>, _> = input.mentor_ids.iter().map(|one| id(one, "mentorIds")).collect();
            offers::ask(tx, AskMentors { mentor_ids: mentor_ids?, words: input.words }).await
        })
        .await?;
        let mentorships = asked.map(|asked| asked.into_iter().map(Mentorship).collect());
        Ok(AskMentorsPayload { mentorships, problems })
    }

    /// Asks the two of a pair; for whoever steers mentoring.
    async fn propose_mentorship(
        &self,
        ctx: &Context<'_>,
        input: ProposeMentorshipInput,
    ) -> async_graphql::Result<MentorshipPayload> {
        let way = if input.way == MatchWay::Suggested { Way::Suggested } else { Way::ByAdmin };
        let done = change(ctx, async |tx| {
            offers::propose(tx, id(&input.client_id, "clientId")?, id(&input.mentor_id, "mentorId")?, way).await
        });
        Ok(pair(done.await?))
    }

    /// Says yes. When both have, they walk together. `MOVED_ON`: something else came first.
    async fn accept_mentorship(&self, ctx: &Context<'_>, mentorship_id: ID) -> async_graphql::Result<MentorshipPayload> {
        Ok(pair(change(ctx, async |tx| offers::accept(tx, id(&mentorship_id, "mentorshipId")?).await).await?))
    }

    /// "Not this time." The other side hears nothing of it.
    async fn decline_mentorship(&self, ctx: &Context<'_>, mentorship_id: ID) -> async_graphql::Result<AnswerOfferPayload> {
        let (declined, problems) = change(ctx, async |tx| {
            let pair = id(&mentorship_id, "mentorshipId")?;
            offers::decline(tx, pair).await?;
            Ok(pair)
        })
        .await?;
        Ok(AnswerOfferPayload { mentorship_id: declined.map(wire), problems })
    }

    /// Takes a question back: clients their own, staff the ones they put.
    async fn withdraw_mentorship(&self, ctx: &Context<'_>, mentorship_id: ID) -> async_graphql::Result<AnswerOfferPayload> {
        let (withdrawn, problems) = change(ctx, async |tx| {
            let pair = id(&mentorship_id, "mentorshipId")?;
            offers::take_back(tx, pair).await?;
            Ok(pair)
        })
        .await?;
        Ok(AnswerOfferPayload { mentorship_id: withdrawn.map(wire), problems })
    }
}
