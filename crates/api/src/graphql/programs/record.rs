//! What is kept of a way through a program.

use async_graphql::{Context, ID, Object, SimpleObject};
use cairn_domain::ids::MemberId;
use cairn_domain::programs::bridge::{CheckIn, HumanContact};
use cairn_domain::programs::discharge::Discharge;
use cairn_domain::programs::intake::EnrollmentItem;
use cairn_domain::programs::readiness::{PhaseStep, Readiness};
use cairn_domain::programs::record::Move;

use super::kinds::{
    AftercareChoice, CheckInWord, ContactKind, DischargeReason, DischargeState, EnrollmentState, GivenOrDeclined, IntakeKind,
    IntakeOwner, MoveReason,
};
use crate::graphql::context::{self, wire};
use crate::graphql::members::Member;
use crate::graphql::scalars::{DateTime, LocalDate};

/// One move, as it happened and as it was written down.
pub struct EnrollmentMove(pub Move);

/// When somebody came into a phase.
pub struct EnrollmentPhase(pub PhaseStep);

/// One thing of one person's packet.
#[derive(SimpleObject)]
pub struct EnrollmentIntakeItem {
    id: ID,
    kind: IntakeKind,
    name: String,
    owner: IntakeOwner,
    required: bool,
    due_on: LocalDate,
    done_on: Option<LocalDate>,
    document_id: Option<ID>,
    overdue: bool,
}

impl From<EnrollmentItem> for EnrollmentIntakeItem {
    fn from(item: EnrollmentItem) -> Self {
        Self {
            id: wire(item.id),
            kind: item.kind.into(),
            name: item.name,
            owner: item.owner.into(),
            required: item.required,
            due_on: LocalDate(item.due_on),
            done_on: item.done_on.map(LocalDate),
            document_id: item.document_id.map(wire),
            overdue: item.overdue,
        }
    }
}

/// What each side thinks of one criterion of the present phase.
#[derive(SimpleObject)]
pub struct CriterionReadiness {
    criterion_id: ID,
    name: String,
    /// Null: has not said.
    client: Option<bool>,
    staff: Option<bool>,
    /// They see it differently: a conversation to have. It blocks nothing.
    worth_a_talk: bool,
}

impl From<Readiness> for CriterionReadiness {
    fn from(readiness: Readiness) -> Self {
        Self {
            worth_a_talk: readiness.differs(),
            criterion_id: wire(readiness.criterion_id),
            name: readiness.name,
            client: readiness.client,
            staff: readiness.staff,
        }
    }
}

/// One week of waiting, in one word.
#[derive(SimpleObject)]
pub struct WaitingCheckIn {
    /// A Monday.
    week_of: LocalDate,
    word: CheckInWord,
    note: Option<String>,
    at: DateTime,
}

impl From<CheckIn> for WaitingCheckIn {
    fn from(one: CheckIn) -> Self {
        Self { week_of: LocalDate(one.week_of), word: one.word.into(), note: one.note, at: DateTime(one.at) }
    }
}

/// Somebody was there.
pub struct LoggedContact(pub HumanContact);

pub struct EnrollmentDischarge(pub Discharge);

pub async fn member(ctx: &Context<'_>, id: Option<MemberId>) -> async_graphql::Result<Option<Member>> {
    match id {
        Some(id) => context::member(ctx, id).await.map(|card| Some(card.into())),
        None => Ok(None),
    }
}

#[Object]
impl EnrollmentMove {
    async fn from(&self) -> Option<EnrollmentState> {
        self.0.from.map(EnrollmentState::from)
    }

    async fn to(&self) -> EnrollmentState {
        self.0.to.into()
    }

    /// In the center's zone.
    async fn on(&self) -> LocalDate {
        LocalDate(self.0.on)
    }

    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }

    /// Null: by itself, because time passed.
    async fn by(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        member(ctx, self.0.by).await
    }

    async fn reason(&self) -> Option<MoveReason> {
        self.0.reason.map(MoveReason::from)
    }

    /// For staff.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}

#[Object]
impl EnrollmentPhase {
    async fn phase_id(&self) -> ID {
        wire(self.0.phase_id)
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    async fn began_on(&self) -> LocalDate {
        LocalDate(self.0.began_on)
    }

    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }

    async fn by(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        member(ctx, self.0.by).await
    }
}

#[Object]
impl LoggedContact {
    async fn kind(&self) -> ContactKind {
        self.0.kind.into()
    }

    async fn on(&self) -> LocalDate {
        LocalDate(self.0.on)
    }

    async fn by(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        member(ctx, Some(self.0.by)).await
    }

    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }
}

#[Object]
impl EnrollmentDischarge {
    async fn reason(&self) -> DischargeReason {
        self.0.reason.into()
    }

    async fn on(&self) -> LocalDate {
        LocalDate(self.0.on)
    }

    async fn last_contact_on(&self) -> Option<LocalDate> {
        self.0.last_contact_on.map(LocalDate)
    }

    async fn overdose_education(&self) -> Option<GivenOrDeclined> {
        self.0.overdose_education.map(GivenOrDeclined::from)
    }

    async fn crisis_plan(&self) -> Option<GivenOrDeclined> {
        self.0.crisis_plan.map(GivenOrDeclined::from)
    }

    /// What the client chose.
    async fn aftercare(&self) -> AftercareChoice {
        self.0.aftercare.into()
    }

    async fn aftercare_until(&self) -> Option<LocalDate> {
        self.0.aftercare_until.map(LocalDate)
    }

    /// The client said so themself: they are not asked again.
    async fn chosen(&self) -> bool {
        self.0.chosen
    }

    /// For staff.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    async fn by(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        member(ctx, Some(self.0.by)).await
    }

    async fn state(&self) -> DischargeState {
        self.0.state.into()
    }

    /// The supervisor who looked at it.
    async fn reviewed_by(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        member(ctx, self.0.reviewed_by).await
    }
}
