//! What a program is.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::{Context, Error, ID, Object, SimpleObject};
use cairn_domain::ids::ProgramId;
use cairn_domain::programs::parts::{self, Parts};
use cairn_domain::programs::templates::{TEMPLATES, Template};
use cairn_domain::programs::{self as domain};

use super::kinds::{CohortKind, IntakeKind, IntakeOwner, ProgramLevel, ProgramState};
use crate::graphql::context::{self, RequestContext, wire};
use crate::graphql::scalars::{DateTime, LocalDate};

/// A treatment program of the center.
#[derive(Clone)]
pub struct Program(pub domain::Program);

impl From<domain::Program> for Program {
    fn from(program: domain::Program) -> Self {
        Self(program)
    }
}

/// Something to be ready for before going on; each side says what it thinks of it.
#[derive(SimpleObject, Clone)]
pub struct PhaseCriterion {
    id: ID,
    name: String,
}

#[derive(SimpleObject, Clone)]
pub struct ProgramPhase {
    id: ID,
    name: String,
    about: String,
    criteria: Vec<PhaseCriterion>,
}

impl From<parts::Phase> for ProgramPhase {
    fn from(phase: parts::Phase) -> Self {
        let criteria = phase.criteria.into_iter();
        Self {
            id: wire(phase.id),
            name: phase.name,
            about: phase.about,
            criteria: criteria.map(|criterion| PhaseCriterion { id: wire(criterion.id), name: criterion.name }).collect(),
        }
    }
}

/// People who go through a program together.
#[derive(SimpleObject, Clone)]
pub struct ProgramCohort {
    id: ID,
    name: String,
    kind: CohortKind,
    starts_on: Option<LocalDate>,
    ends_on: Option<LocalDate>,
    capacity: Option<i32>,
    /// Places taken or kept; for staff.
    taken: Option<i32>,
}

impl From<parts::Cohort> for ProgramCohort {
    fn from(cohort: parts::Cohort) -> Self {
        Self {
            id: wire(cohort.id),
            name: cohort.name,
            kind: cohort.kind.into(),
            starts_on: cohort.starts_on.map(LocalDate),
            ends_on: cohort.ends_on.map(LocalDate),
            capacity: cohort.capacity,
            taken: cohort.taken.map(count),
        }
    }
}

/// What has to be there when somebody begins.
#[derive(SimpleObject, Clone)]
pub struct ProgramIntakeItem {
    id: ID,
    kind: IntakeKind,
    name: String,
    owner: IntakeOwner,
    /// Days after the beginning.
    due_days: i32,
    required: bool,
}

impl From<parts::IntakeItem> for ProgramIntakeItem {
    fn from(item: parts::IntakeItem) -> Self {
        Self {
            id: wire(item.id),
            kind: item.kind.into(),
            name: item.name,
            owner: item.owner.into(),
            due_days: item.due_days,
            required: item.required,
        }
    }
}

fn count(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

pub struct ProgramLoader(pub Arc<RequestContext>);

impl Loader<ProgramId> for ProgramLoader {
    type Value = domain::Program;
    type Error = Error;

    async fn load(&self, ids: &[ProgramId]) -> Result<HashMap<ProgramId, domain::Program>, Error> {
        let tx = self.0.tx().await?;
        self.0.answer(domain::many(&tx, ids).await)
    }
}

pub struct PartsLoader(pub Arc<RequestContext>);

impl Loader<ProgramId> for PartsLoader {
    type Value = Parts;
    type Error = Error;

    async fn load(&self, ids: &[ProgramId]) -> Result<HashMap<ProgramId, Parts>, Error> {
        let tx = self.0.tx().await?;
        self.0.answer(parts::of(&tx, ids).await)
    }
}

pub async fn parts_of(ctx: &Context<'_>, id: ProgramId) -> async_graphql::Result<Parts> {
    Ok(ctx.data::<DataLoader<PartsLoader>>()?.load_one(id).await?.unwrap_or_default())
}

/// A program by its id, for whoever came to it through something they may see.
pub async fn program(ctx: &Context<'_>, id: ProgramId) -> async_graphql::Result<Program> {
    let found = ctx.data::<DataLoader<ProgramLoader>>()?.load_one(id).await?;
    found.map(Program).ok_or_else(|| context::coded("not found", "NOT_FOUND"))
}

#[Object]
impl Program {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    async fn level(&self) -> ProgramLevel {
        self.0.level.into()
    }

    async fn about(&self) -> &str {
        &self.0.about
    }

    /// Whom it is for.
    async fn criteria(&self) -> &str {
        &self.0.criteria
    }

    /// Places; null: as many as come.
    async fn capacity(&self) -> Option<i32> {
        self.0.capacity
    }

    /// Days without human contact after which somebody has gone quiet.
    async fn quiet_after_days(&self) -> i32 {
        self.0.quiet_after_days
    }

    /// How long a freed place is kept for the first in line.
    async fn offer_hours(&self) -> i32 {
        self.0.offer_hours
    }

    /// How many offers somebody may let go and keep their place in line.
    async fn offers_kept(&self) -> i32 {
        self.0.offers_kept
    }

    /// Where people go on after discharge.
    async fn aftercare_program(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Program>> {
        match self.0.aftercare_program_id {
            Some(id) => program(ctx, id).await.map(Some),
            None => Ok(None),
        }
    }

    async fn state(&self) -> ProgramState {
        self.0.state.into()
    }

    async fn version(&self) -> i32 {
        self.0.version
    }

    /// In order.
    async fn phases(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<ProgramPhase>> {
        Ok(parts_of(ctx, self.0.id).await?.phases.into_iter().map(ProgramPhase::from).collect())
    }

    async fn cohorts(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<ProgramCohort>> {
        Ok(parts_of(ctx, self.0.id).await?.cohorts.into_iter().map(ProgramCohort::from).collect())
    }

    async fn intake_items(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<ProgramIntakeItem>> {
        Ok(parts_of(ctx, self.0.id).await?.intake.into_iter().map(ProgramIntakeItem::from).collect())
    }

    /// Places taken or kept; for staff.
    async fn taken(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<i32>> {
        Ok(parts_of(ctx, self.0.id).await?.taken.map(count))
    }

    /// How many are in line; for staff.
    async fn waiting(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<i32>> {
        Ok(parts_of(ctx, self.0.id).await?.waiting.map(count))
    }
}

/// A program to begin with; `createProgram(fromTemplate)` makes a draft of it.
#[derive(SimpleObject)]
pub struct ProgramTemplate {
    key: String,
    level: ProgramLevel,
    name: String,
    about: String,
    phases: Vec<String>,
    intake_items: Vec<String>,
}

#[derive(Default)]
pub struct ProgramQuery;

#[Object]
impl ProgramQuery {
    /// By name, for staff.
    async fn programs(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Program>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let programs = request.answer(domain::list(&tx).await)?;
        Ok(programs.into_iter().map(Program::from).collect())
    }

    /// For staff.
    async fn program(&self, ctx: &Context<'_>, id: ID) -> async_graphql::Result<Option<Program>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::one(&tx, context::id(&id, "id")?).await };
        Ok(request.answer_or_null(outcome.await)?.map(Program))
    }

    /// The usual levels of care, in the viewer's language.
    async fn program_templates(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<ProgramTemplate>> {
        let request = context::of(ctx)?;
        // Whoever is signed in may read them: they are the same everywhere.
        request.tx().await?;
        let locale = request.locale().await;
        let shown = |template: &Template| ProgramTemplate {
            key: template.key.to_owned(),
            level: template.level.into(),
            name: template.name.say(locale).to_owned(),
            about: template.about.say(locale).to_owned(),
            phases: template.phases.iter().map(|phase| phase.name.say(locale).to_owned()).collect(),
            intake_items: template.intake.iter().map(|item| item.name.say(locale).to_owned()).collect(),
        };
        Ok(TEMPLATES.iter().map(shown).collect())
    }
}
