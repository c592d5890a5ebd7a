//! Guarding those who mentor: rest, debrief, hints, supervision, and the board of pairs that may need somebody.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::ids::MemberId;
use cairn_domain::mentorship::board::{self, Need};
use cairn_domain::mentorship::supervision::{self, RecordSupervision};
use cairn_domain::mentorship::{check_ins, drift, guard, stand_in};

use super::change;
use super::kinds::{Drift, MentorshipState, SupervisionWay, into};
use super::pair_life::PairCheckIn;
use crate::graphql::context::{self, id, wire};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDate};

/// One sitting with whoever supervises; in a group, one for each mentor.
#[derive(Clone)]
pub struct Supervision(pub supervision::Supervision);

#[Object]
impl Supervision {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn supervisor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.supervisor_id).await?.into())
    }
    async fn mentor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.mentor_id).await?.into())
    }
    async fn held_on(&self) -> LocalDate {
        LocalDate(self.0.held_on)
    }
    async fn minutes(&self) -> i32 {
        self.0.minutes
    }
    async fn way(&self) -> SupervisionWay {
        self.0.way.into()
    }
    async fn topics(&self) -> Option<&str> {
        self.0.topics.as_deref()
    }
    async fn actions(&self) -> Option<&str> {
        self.0.actions.as_deref()
    }
}

/// Minutes held against minutes owed, in a period.
#[derive(Clone)]
pub struct SupervisionHours(supervision::SupervisionHours);

fn count(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[Object]
impl SupervisionHours {
    async fn mentor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.mentor_id).await?.into())
    }
    async fn held_minutes(&self) -> i32 {
        count(self.0.held_minutes)
    }
    async fn individual_minutes(&self) -> i32 {
        count(self.0.individual_minutes)
    }
    async fn owed_minutes(&self) -> i32 {
        count(self.0.owed_minutes)
    }
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum PairNeedKind {
    /// Nothing was heard for `number` days.
    Silence,
    /// To `number` sessions somebody did not come within thirty days. What was called off is none of them.
    MissedMeetings,
    /// A hard week, of which the client said that the people who care may know.
    HardCheckIn,
    /// The mentor carries more than they can.
    OverLoad,
    CredentialExpiring,
    CredentialExpired,
    /// The mentor rests, and nobody stands in.
    MentorRests,
    /// The mentor's account rests, or they have not the role any more.
    MentorAway,
    /// Who was asked to stand in for the mentor has not said yes: somebody else has to be found.
    NoStandIn,
    /// A week in, and the agreement was not read by both.
    NoAgreement,
}

/// Why a pair may need somebody.
#[derive(SimpleObject, Clone)]
pub struct PairNeed {
    kind: PairNeedKind,
    /// Of days or meetings.
    number: Option<i32>,
}

impl From<&Need> for PairNeed {
    fn from(need: &Need) -> Self {
        let (kind, number) = match need {
            Need::Silence { days } => (PairNeedKind::Silence, Some(count(*days))),
            Need::MissedMeetings { count: many } => (PairNeedKind::MissedMeetings, Some(count(*many))),
            Need::HardCheckIn => (PairNeedKind::HardCheckIn, None),
            Need::OverLoad => (PairNeedKind::OverLoad, None),
            Need::CredentialExpiring => (PairNeedKind::CredentialExpiring, None),
            Need::CredentialExpired => (PairNeedKind::CredentialExpired, None),
            Need::MentorRests => (PairNeedKind::MentorRests, None),
            Need::MentorAway => (PairNeedKind::MentorAway, None),
            Need::NoStandIn => (PairNeedKind::NoStandIn, None),
            Need::NoAgreement => (PairNeedKind::NoAgreement, None),
        };
        Self { kind, number }
    }
}

#[derive(Clone)]
pub struct MentorshipBoardRow(board::BoardRow);

#[Object]
impl MentorshipBoardRow {
    async fn mentorship_id(&self) -> ID {
        wire(self.0.mentorship_id)
    }
    async fn client(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.client_id).await?.into())
    }
    async fn mentor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.mentor_id).await?.into())
    }
    async fn state(&self) -> MentorshipState {
        self.0.state.into()
    }
    /// The client is fine with whoever stands in taking over, and so are they.
    async fn backup_consent(&self) -> bool {
        self.0.backup_consent
    }
    async fn needs(&self) -> Vec<PairNeed> {
        self.0.needs.iter().map(PairNeed::from).collect()
    }
}

/// Phrases of one kind: without case, accents and signs, words apart by one space, each beginning with a word. With a `*` at the
/// end, the word may go on.
#[derive(SimpleObject, Clone)]
pub struct DriftRule {
    drift: Drift,
    phrases: Vec<&'static str>,
}

/// Somebody for whom the viewer stands in when they rest, or is asked to.
#[derive(Clone)]
pub struct StandIn(stand_in::StandIn);

#[Object]
impl StandIn {
    async fn mentor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.mentor_id).await?.into())
    }
    async fn asked_at(&self) -> DateTime {
        DateTime(self.0.asked_at)
    }
    /// The viewer has said yes.
    async fn agreed(&self) -> bool {
        self.0.agreed
    }
}

#[derive(Default)]
pub struct GuardQuery;

#[Object]
impl GuardQuery {
    /// Pairs that may need somebody, the longest silent first; with `all` the others too. Nothing of what was said in them.
    #[graphql(complexity = "20 * child_complexity + 1")]
    async fn mentorship_board(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = false)] all: bool,
    ) -> async_graphql::Result<Vec<MentorshipBoardRow>> {
        let request = context::of(ctx)?;
        let rows = request.answer(board::board(&*request.tx().await?, all).await)?;
        Ok(rows.into_iter().map(MentorshipBoardRow).collect())
    }

    /// Supervision held against what is owed, from one day to another; for a mentor, their own.
    async fn supervision_hours(
        &self,
        ctx: &Context<'_>,
        from: LocalDate,
        until: LocalDate,
    ) -> async_graphql::Result<Vec<SupervisionHours>> {
        let request = context::of(ctx)?;
        let hours = request.answer(supervision::hours(&*request.tx().await?, from.0, until.0).await)?;
        Ok(hours.into_iter().map(SupervisionHours).collect())
    }

    /// For whom the viewer, who mentors, is asked to stand in, and has said that they would; open questions first.
    async fn stand_ins(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<StandIn>> {
        let request = context::of(ctx)?;
        let asked = request.answer(stand_in::own(&*request.tx().await?).await)?;
        Ok(asked.into_iter().map(StandIn).collect())
    }

    /// "Is this your role?" What words may drift into, before they are sent. Nothing is kept.
    async fn drift_hints(&self, ctx: &Context<'_>, text: String) -> async_graphql::Result<Vec<Drift>> {
        context::of(ctx)?.tx().await?;
        let text: String = text.chars().take(8_000).collect();
        Ok(into(&drift::hints(&text)))
    }

    /// The rules behind it, to be looked at where one writes: words that are not sent yet go nowhere.
    async fn drift_rules(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<DriftRule>> {
        context::of(ctx)?.tx().await?;
        let one =
            |(drift, phrases): &(drift::Drift, &[&'static str])| DriftRule { drift: (*drift).into(), phrases: phrases.to_vec() };
        Ok(drift::rules().iter().map(one).collect())
    }

    /// What a client shared of their check-ins with whoever counsels them.
    async fn shared_check_ins(&self, ctx: &Context<'_>, client_id: ID) -> async_graphql::Result<Vec<PairCheckIn>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { check_ins::of_client(&tx, id(&client_id, "clientId")?).await };
        Ok(request.answer(outcome.await)?.into_iter().map(PairCheckIn).collect())
    }
}

#[derive(InputObject)]
pub struct RecordSupervisionInput {
    /// Several, in a group.
    mentor_ids: Vec<ID>,
    held_on: LocalDate,
    minutes: i32,
    way: SupervisionWay,
    topics: String,
    actions: String,
}

#[derive(InputObject)]
pub struct AnswerStandInInput {
    /// For whom.
    mentor_id: ID,
    /// No: not this time, or not any more. Nobody is told who did not want to.
    yes: bool,
}

#[derive(SimpleObject)]
pub struct RecordSupervisionPayload {
    supervisions: Option<Vec<Supervision>>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct TakeBackSupervisionPayload {
    /// Whose it was.
    mentor_id: Option<ID>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct PauseMePayload {
    /// Pairs whose client walks with the backup now.
    handed_over: Option<Vec<ID>>,
    /// Pairs that rest; their clients were told kindly.
    paused: Option<Vec<ID>>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct MentorDonePayload {
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct GuardMutation;

#[Object]
impl GuardMutation {
    /// A rest in one act, without a reason. Who consented walks with the backup; the others rest and are told.
    async fn pause_me_as_mentor(&self, ctx: &Context<'_>, until: Option<DateTime>) -> async_graphql::Result<PauseMePayload> {
        let (rested, problems) = change(ctx, async |tx| guard::pause_me(tx, until.map(|at| at.0)).await).await?;
        let (handed_over, paused) =
            rested.map(|rested| (rested.handed_over, rested.paused)).map_or((None, None), |(over, paused)| {
                (Some(over.into_iter().map(wire).collect()), Some(paused.into_iter().map(wire).collect()))
            });
        Ok(PauseMePayload { handed_over, paused, problems })
    }

    /// Mentors again.
    async fn come_back_as_mentor(&self, ctx: &Context<'_>) -> async_graphql::Result<MentorDonePayload> {
        Ok(MentorDonePayload { problems: change(ctx, async |tx| guard::come_back(tx).await).await?.1 })
    }

    /// Somebody to talk to after a hard contact: a task that names the mentor, and not whom it was with.
    async fn ask_for_debrief(&self, ctx: &Context<'_>) -> async_graphql::Result<MentorDonePayload> {
        Ok(MentorDonePayload { problems: change(ctx, async |tx| guard::ask_for_debrief(tx).await).await?.1 })
    }

    /// A yes or a no to standing in for somebody; a yes can be taken back at any time.
    async fn answer_stand_in(&self, ctx: &Context<'_>, input: AnswerStandInInput) -> async_graphql::Result<MentorDonePayload> {
        let done = change(ctx, async |tx| stand_in::answer(tx, id(&input.mentor_id, "mentorId")?, input.yes).await);
        Ok(MentorDonePayload { problems: done.await?.1 })
    }

    async fn record_supervision(
        &self,
        ctx: &Context<'_>,
        input: RecordSupervisionInput,
    ) -> async_graphql::Result<RecordSupervisionPayload> {
        let (held, problems) = change(ctx, async |tx| {
            let mentor_ids: Result<Vec<MemberId>, _> = input.mentor_ids.iter().map(|one| id(one, "mentorIds")).collect();
            let record = RecordSupervision {
                mentor_ids: mentor_ids?,
                held_on: input.held_on.0,
                minutes: input.minutes,
                way: input.way.into(),
                topics: input.topics,
                actions: input.actions,
            };
            supervision::record(tx, record).await
        })
        .await?;
        Ok(RecordSupervisionPayload { supervisions: held.map(|held| held.into_iter().map(Supervision).collect()), problems })
    }
    /// It was noted by mistake: by whoever noted it, or an admin.
    async fn take_back_supervision(
        &self,
        ctx: &Context<'_>,
        supervision_id: ID,
    ) -> async_graphql::Result<TakeBackSupervisionPayload> {
        let (mentor, problems) =
            change(ctx, async |tx| supervision::take_back(tx, id(&supervision_id, "supervisionId")?).await).await?;
        Ok(TakeBackSupervisionPayload { mentor_id: mentor.map(wire), problems })
    }
}
