//! Moving people along, and answering offers.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::programs::cohort::{self, SetCohort};
use cairn_domain::programs::discharge::{self, DischargeDetails};
use cairn_domain::programs::{self as domain, Aftercare, BeginEnrollment, MoveEnrollment, offers, readiness};
use cairn_domain::{CenterTx, Outcome};

use super::enrollment::Enrollment;
use super::kinds::{AftercareChoice, DischargeReason, EnrollmentState, GivenOrDeclined, Priority};
use crate::graphql::context::{self, id, key, optional_id};
use crate::graphql::problems::Problem;
use crate::graphql::scalars::LocalDate;

#[derive(InputObject)]
pub struct BeginEnrollmentInput {
    /// A UUID made when the form opened: a retry begins once.
    client_mutation_id: String,
    client_id: ID,
    program_id: ID,
    cohort_id: Option<ID>,
    /// INQUIRY, WAITLISTED, INTAKE or ACTIVE.
    state: EnrollmentState,
    /// In the center's zone; null: today.
    on: Option<LocalDate>,
    priority: Option<Priority>,
    /// For staff.
    note: Option<String>,
}

/// What the client chose.
#[derive(InputObject)]
pub struct AftercareInput {
    choice: AftercareChoice,
    /// With UNTIL.
    until: Option<LocalDate>,
}

impl From<AftercareInput> for Aftercare {
    fn from(input: AftercareInput) -> Self {
        Self { choice: input.choice.into(), until: input.until.map(|until| until.0) }
    }
}

#[derive(InputObject)]
pub struct DischargeInput {
    reason: DischargeReason,
    last_contact_on: Option<LocalDate>,
    /// Required, except after a death.
    overdose_education: Option<GivenOrDeclined>,
    crisis_plan: Option<GivenOrDeclined>,
    aftercare: AftercareInput,
}

#[derive(InputObject)]
pub struct MoveEnrollmentInput {
    enrollment_id: ID,
    /// The version that was looked at.
    version: i32,
    to: EnrollmentState,
    /// In the center's zone; null: today.
    on: Option<LocalDate>,
    /// For staff.
    note: Option<String>,
    /// To DISCHARGED.
    discharge: Option<DischargeInput>,
    /// To AFTERCARE.
    aftercare: Option<AftercareInput>,
}

#[derive(InputObject)]
pub struct SetEnrollmentPriorityInput {
    enrollment_id: ID,
    priority: Priority,
}

#[derive(InputObject)]
pub struct SetEnrollmentCohortInput {
    enrollment_id: ID,
    /// The version that was looked at.
    version: i32,
    /// Null: for the program as such.
    cohort_id: Option<ID>,
}

#[derive(InputObject)]
pub struct MoveEnrollmentPhaseInput {
    enrollment_id: ID,
    version: i32,
    phase_id: ID,
    on: Option<LocalDate>,
}

#[derive(InputObject)]
pub struct ChooseAftercareInput {
    enrollment_id: ID,
    aftercare: AftercareInput,
}

#[derive(InputObject)]
pub struct ReviewDischargeInput {
    enrollment_id: ID,
    confirm: bool,
}

#[derive(SimpleObject)]
pub struct EnrollmentPayload {
    enrollment: Option<Enrollment>,
    problems: Vec<Problem>,
}

pub async fn changed<F>(ctx: &Context<'_>, change: F) -> async_graphql::Result<EnrollmentPayload>
where
    F: AsyncFnOnce(&CenterTx) -> Outcome<domain::Enrollment>,
{
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = change(&tx).await;
    let (enrollment, problems) = request.settle(tx, outcome).await?;
    Ok(EnrollmentPayload { enrollment: enrollment.map(Enrollment), problems })
}

#[derive(Default)]
pub struct MovingMutation;

#[Object]
impl MovingMutation {
    /// Begins a client's way: as an inquiry, in line, or with a place when there is room.
    async fn begin_enrollment(&self, ctx: &Context<'_>, input: BeginEnrollmentInput) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| {
            let begin = BeginEnrollment {
                key: key(&input.client_mutation_id)?,
                client_id: id(&input.client_id, "clientId")?,
                program_id: id(&input.program_id, "programId")?,
                cohort_id: optional_id(input.cohort_id.as_ref(), "cohortId")?,
                state: input.state.into(),
                on: input.on.map(|on| on.0),
                priority: input.priority.map(Into::into),
                note: input.note,
            };
            domain::begin(tx, begin).await
        })
        .await
    }

    /// Moves somebody along; what that frees is offered to the first in line at once.
    async fn move_enrollment(&self, ctx: &Context<'_>, input: MoveEnrollmentInput) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| {
            let details = input.discharge.map(|details| DischargeDetails {
                reason: details.reason.into(),
                last_contact_on: details.last_contact_on.map(|day| day.0),
                overdose_education: details.overdose_education.map(Into::into),
                crisis_plan: details.crisis_plan.map(Into::into),
                aftercare: details.aftercare.into(),
            });
            let step = MoveEnrollment {
                id: id(&input.enrollment_id, "enrollmentId")?,
                version: input.version,
                to: input.to.into(),
                on: input.on.map(|on| on.0),
                note: input.note,
                discharge: details,
                aftercare: input.aftercare.map(Aftercare::from),
            };
            domain::move_on(tx, step).await
        })
        .await
    }

    /// Takes the place that was kept: the client, or staff for them.
    async fn accept_enrollment_offer(&self, ctx: &Context<'_>, enrollment_id: ID) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| offers::accept(tx, id(&enrollment_id, "enrollmentId")?).await).await
    }

    /// Not now: the place in line stays.
    async fn decline_enrollment_offer(&self, ctx: &Context<'_>, enrollment_id: ID) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| offers::decline(tx, id(&enrollment_id, "enrollmentId")?).await).await
    }

    /// Out of the line. No reason is asked for.
    async fn withdraw_enrollment(&self, ctx: &Context<'_>, enrollment_id: ID) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| offers::withdraw(tx, id(&enrollment_id, "enrollmentId")?).await).await
    }

    async fn set_enrollment_priority(
        &self,
        ctx: &Context<'_>,
        input: SetEnrollmentPriorityInput,
    ) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| offers::set_priority(tx, id(&input.enrollment_id, "enrollmentId")?, input.priority.into()).await)
            .await
    }

    /// Another cohort, or none; whoever waits keeps their place in line.
    async fn set_enrollment_cohort(
        &self,
        ctx: &Context<'_>,
        input: SetEnrollmentCohortInput,
    ) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| {
            let set = SetCohort {
                id: id(&input.enrollment_id, "enrollmentId")?,
                version: input.version,
                cohort_id: optional_id(input.cohort_id.as_ref(), "cohortId")?,
            };
            cohort::set_cohort(tx, set).await
        })
        .await
    }

    /// On to another phase, with or without agreement.
    async fn move_enrollment_phase(
        &self,
        ctx: &Context<'_>,
        input: MoveEnrollmentPhaseInput,
    ) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| {
            let (enrollment, phase) = (id(&input.enrollment_id, "enrollmentId")?, id(&input.phase_id, "phaseId")?);
            readiness::move_phase(tx, enrollment, input.version, phase, input.on.map(|on| on.0)).await
        })
        .await
    }

    /// The client's own choice, at any time after discharge.
    async fn choose_aftercare(&self, ctx: &Context<'_>, input: ChooseAftercareInput) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| {
            discharge::choose_aftercare(tx, id(&input.enrollment_id, "enrollmentId")?, input.aftercare.into()).await
        })
        .await
    }

    /// A supervisor confirms a discharge against somebody's will, or not.
    async fn review_discharge(&self, ctx: &Context<'_>, input: ReviewDischargeInput) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| discharge::review(tx, id(&input.enrollment_id, "enrollmentId")?, input.confirm).await).await
    }
}
