//! Planning programs.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::programs::planning::{self, SetCohort, SetCriterion, SetIntakeItem, SetPhase};
use cairn_domain::programs::{self as domain, CreateProgram, ProgramDetails, UpdateProgram};
use cairn_domain::{CenterTx, Outcome, Problem as Expected};

use super::kinds::{CohortKind, IntakeKind, IntakeOwner, ProgramLevel, ProgramState};
use super::program::Program;
use crate::graphql::context::{self, id, key, optional_id};
use crate::graphql::problems::Problem;
use crate::graphql::scalars::LocalDate;

#[derive(InputObject)]
pub struct CreateProgramInput {
    /// A UUID made when the form opened: a retry creates once.
    client_mutation_id: String,
    /// Empty, with a template: as that is called.
    name: String,
    /// The key of a template: a draft with its phases and intake packet.
    from_template: Option<String>,
}

/// What a program is, whole.
#[derive(InputObject)]
pub struct ProgramDetailsInput {
    name: String,
    level: ProgramLevel,
    #[graphql(default)]
    about: String,
    /// Whom it is for.
    #[graphql(default)]
    criteria: String,
    /// 1 to 5000; null: as many as come.
    capacity: Option<i32>,
    /// 1 to 365
    #[graphql(default = 14)]
    quiet_after_days: i32,
    /// 1 to 336
    #[graphql(default = 72)]
    offer_hours: i32,
    /// 0 to 10
    #[graphql(default = 2)]
    offers_kept: i32,
    /// One level: that program leads nowhere else.
    aftercare_program_id: Option<ID>,
}

#[derive(InputObject)]
pub struct UpdateProgramInput {
    program_id: ID,
    /// The version that was looked at.
    version: i32,
    details: ProgramDetailsInput,
}

#[derive(InputObject)]
pub struct SetProgramStateInput {
    program_id: ID,
    version: i32,
    state: ProgramState,
}

#[derive(InputObject)]
pub struct PhaseCriterionInput {
    /// Null: a new one.
    criterion_id: Option<ID>,
    name: String,
}

#[derive(InputObject)]
pub struct ProgramPhaseInput {
    /// Null: a new one.
    phase_id: Option<ID>,
    name: String,
    #[graphql(default)]
    about: String,
    #[graphql(default)]
    criteria: Vec<PhaseCriterionInput>,
}

/// All phases, in order; what is left out is not part of the program any more.
#[derive(InputObject)]
pub struct SetProgramPhasesInput {
    program_id: ID,
    version: i32,
    phases: Vec<ProgramPhaseInput>,
}

#[derive(InputObject)]
pub struct ProgramCohortInput {
    /// Null: a new one.
    cohort_id: Option<ID>,
    name: String,
    kind: CohortKind,
    starts_on: Option<LocalDate>,
    ends_on: Option<LocalDate>,
    capacity: Option<i32>,
}

#[derive(InputObject)]
pub struct SetProgramCohortsInput {
    program_id: ID,
    version: i32,
    cohorts: Vec<ProgramCohortInput>,
}

#[derive(InputObject)]
pub struct ProgramIntakeItemInput {
    /// Null: a new one.
    intake_item_id: Option<ID>,
    kind: IntakeKind,
    name: String,
    owner: IntakeOwner,
    /// 0 to 365
    due_days: i32,
    #[graphql(default = true)]
    required: bool,
}

#[derive(InputObject)]
pub struct SetProgramIntakeInput {
    program_id: ID,
    version: i32,
    items: Vec<ProgramIntakeItemInput>,
}

#[derive(SimpleObject)]
pub struct ProgramPayload {
    program: Option<Program>,
    problems: Vec<Problem>,
}

async fn changed<F>(ctx: &Context<'_>, change: F) -> async_graphql::Result<ProgramPayload>
where
    F: AsyncFnOnce(&CenterTx) -> Outcome<domain::Program>,
{
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = change(&tx).await;
    let (program, problems) = request.settle(tx, outcome).await?;
    Ok(ProgramPayload { program: program.map(Program), problems })
}

fn phase(input: ProgramPhaseInput) -> Result<SetPhase, Expected> {
    let criterion = |input: PhaseCriterionInput| {
        Ok(SetCriterion { id: optional_id(input.criterion_id.as_ref(), "criteria")?, name: input.name })
    };
    Ok(SetPhase {
        id: optional_id(input.phase_id.as_ref(), "phases")?,
        name: input.name,
        about: input.about,
        criteria: input.criteria.into_iter().map(criterion).collect::<Result<_, Expected>>()?,
    })
}

fn cohort(input: ProgramCohortInput) -> Result<SetCohort, Expected> {
    Ok(SetCohort {
        id: optional_id(input.cohort_id.as_ref(), "cohorts")?,
        name: input.name,
        kind: input.kind.into(),
        starts_on: input.starts_on.map(|day| day.0),
        ends_on: input.ends_on.map(|day| day.0),
        capacity: input.capacity,
    })
}

fn item(input: ProgramIntakeItemInput) -> Result<SetIntakeItem, Expected> {
    Ok(SetIntakeItem {
        id: optional_id(input.intake_item_id.as_ref(), "items")?,
        kind: input.kind.into(),
        name: input.name,
        owner: input.owner.into(),
        due_days: input.due_days,
        required: input.required,
    })
}

#[derive(Default)]
pub struct ProgramMutation;

#[Object]
impl ProgramMutation {
    async fn create_program(&self, ctx: &Context<'_>, input: CreateProgramInput) -> async_graphql::Result<ProgramPayload> {
        changed(ctx, async |tx| {
            let create =
                CreateProgram { key: key(&input.client_mutation_id)?, name: input.name, from_template: input.from_template };
            domain::create(tx, create).await
        })
        .await
    }

    /// More places are offered at once to those who wait.
    async fn update_program(&self, ctx: &Context<'_>, input: UpdateProgramInput) -> async_graphql::Result<ProgramPayload> {
        changed(ctx, async |tx| {
            let details = input.details;
            let details = ProgramDetails {
                name: details.name,
                level: details.level.into(),
                about: details.about,
                criteria: details.criteria,
                capacity: details.capacity,
                quiet_after_days: details.quiet_after_days,
                offer_hours: details.offer_hours,
                offers_kept: details.offers_kept,
                aftercare_program_id: optional_id(details.aftercare_program_id.as_ref(), "aftercareProgramId")?,
            };
            domain::update(tx, UpdateProgram { id: id(&input.program_id, "programId")?, version: input.version, details }).await
        })
        .await
    }

    /// Opens it, or closes it to new people.
    async fn set_program_state(&self, ctx: &Context<'_>, input: SetProgramStateInput) -> async_graphql::Result<ProgramPayload> {
        changed(ctx, async |tx| {
            domain::set_state(tx, id(&input.program_id, "programId")?, input.version, input.state.into()).await
        })
        .await
    }

    async fn set_program_phases(&self, ctx: &Context<'_>, input: SetProgramPhasesInput) -> async_graphql::Result<ProgramPayload> {
        changed(ctx, async |tx| {
            let phases = input.phases.into_iter().map(phase).collect::<Result<Vec<_>, Expected>>()?;
            planning::set_phases(tx, id(&input.program_id, "programId")?, input.version, &phases).await
        })
        .await
    }

    async fn set_program_cohorts(
        &self,
        ctx: &Context<'_>,
        input: SetProgramCohortsInput,
    ) -> async_graphql::Result<ProgramPayload> {
        changed(ctx, async |tx| {
            let cohorts = input.cohorts.into_iter().map(cohort).collect::<Result<Vec<_>, Expected>>()?;
            planning::set_cohorts(tx, id(&input.program_id, "programId")?, input.version, &cohorts).await
        })
        .await
    }

    /// Whoever has begun keeps their packet.
    async fn set_program_intake(&self, ctx: &Context<'_>, input: SetProgramIntakeInput) -> async_graphql::Result<ProgramPayload> {
        changed(ctx, async |tx| {
            let items = input.items.into_iter().map(item).collect::<Result<Vec<_>, Expected>>()?;
            planning::set_intake(tx, id(&input.program_id, "programId")?, input.version, &items).await
        })
        .await
    }
}
