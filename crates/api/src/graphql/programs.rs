//! Treatment programs.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::programs::{self as domain, CreateProgram};

use super::context::{self, key, wire};
use super::problems::Problem;
use super::scalars::DateTime;

/// A treatment program of the center.
#[derive(SimpleObject, Clone)]
pub struct Program {
    id: ID,
    name: String,
    created_at: DateTime,
}

impl From<domain::Program> for Program {
    fn from(program: domain::Program) -> Self {
        Self { id: wire(program.id), name: program.name, created_at: DateTime(program.created_at) }
    }
}

#[derive(Default)]
pub struct ProgramsQuery;

#[Object]
impl ProgramsQuery {
    /// By name, for staff.
    async fn programs(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Program>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let programs = request.answer(domain::list(&tx).await)?;
        Ok(programs.into_iter().map(Program::from).collect())
    }
}

#[derive(InputObject)]
pub struct CreateProgramInput {
    /// A UUID made when the form opened: a retry creates once.
    client_mutation_id: String,
    name: String,
}

#[derive(SimpleObject)]
pub struct CreateProgramPayload {
    program: Option<Program>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct ProgramsMutation;

#[Object]
impl ProgramsMutation {
    async fn create_program(&self, ctx: &Context<'_>, input: CreateProgramInput) -> async_graphql::Result<CreateProgramPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async {
            let create = CreateProgram { key: key(&input.client_mutation_id)?, name: input.name };
            domain::create(&tx, create).await
        };
        let outcome = outcome.await;
        let (program, problems) = request.settle(tx, outcome).await?;
        Ok(CreateProgramPayload { program: program.map(Program::from), problems })
    }
}
