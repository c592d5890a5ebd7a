//! Treatment programs, and a client's place in one.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use crate::audit::Event;
use crate::db::{At, CenterTx, Day};
use crate::idempotency::{self, Claim};
use crate::ids::{EnrollmentId, MemberId, ProgramId};
use crate::members::fields;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::zones;

const NAME_LIMIT: usize = 120;

#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    pub id: ProgramId,
    pub name: String,
    pub created_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    created_at: At,
}

impl From<Row> for Program {
    fn from(row: Row) -> Self {
        Self { id: ProgramId(row.id), name: row.name, created_at: row.created_at.0 }
    }
}

/// The center's programs by name, for staff. Which ones there are is nothing a client needs from here.
pub async fn list(tx: &CenterTx) -> Outcome<Vec<Program>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::ListClients, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    let rows =
        tx.rows::<Row>("select id, name, created_at from cairn.programs where center_id = $1 order by name, id", []).await?;
    Ok(rows.into_iter().map(Program::from).collect())
}

#[derive(Debug, Clone, Serialize)]
pub struct CreateProgram {
    /// Idempotency key.
    #[serde(skip)]
    pub key: Uuid,
    pub name: String,
}

pub async fn create(tx: &CenterTx, input: CreateProgram) -> Outcome<Program> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::ManageCenter, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    let name = fields::required_line(&input.name, "name", NAME_LIMIT)?;
    let id = ProgramId(tx.ids().event(tx.now()));
    if let Claim::Repeated(id) = idempotency::claim(tx, input.key, "program.create", &input, id.0).await? {
        return find(tx, ProgramId(id)).await;
    }
    tx.run(
        "insert into cairn.programs (center_id, id, name, created_at) values ($1, $2, $3, $4)",
        [id.0.into(), name.clone().into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done("program.create", "program", id.0));
    Ok(Program { id, name, created_at: tx.now() })
}

async fn find(tx: &CenterTx, id: ProgramId) -> Outcome<Program> {
    let row =
        tx.row::<Row>("select id, name, created_at from cairn.programs where center_id = $1 and id = $2", [id.0.into()]).await?;
    row.map(Program::from).ok_or_else(|| Surprise::Inconsistent("a program vanished").into())
}

pub(crate) async fn exists(tx: &CenterTx, id: ProgramId) -> Outcome<bool> {
    let row =
        tx.row::<Row>("select id, name, created_at from cairn.programs where center_id = $1 and id = $2", [id.0.into()]).await?;
    Ok(row.is_some())
}

/// The day it is at the center.
fn today(tx: &CenterTx) -> Outcome<Day> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    Ok(Day(zones::today(tx.now(), &zones::stored(&membership.center.zone)?)))
}

/// Gives a client a place, from today in the center's zone. Having one in it already is fine.
pub(crate) async fn enroll(tx: &CenterTx, client: MemberId, program: ProgramId) -> Outcome<()> {
    let id = EnrollmentId(tx.ids().person());
    let today = today(tx)?;
    // Two statements: the new row must find the former one ended.
    tx.run(
        "update cairn.enrollments set ended_on = greatest(started_on, $4)
         where center_id = $1 and client_id = $2 and ended_on is null and program_id <> $3",
        [client.0.into(), program.0.into(), today.into()],
    )
    .await?;
    tx.run(
        "insert into cairn.enrollments (center_id, id, program_id, client_id, started_on) values ($1, $2, $3, $4, $5)
         on conflict (center_id, client_id) where ended_on is null do nothing",
        [id.0.into(), program.0.into(), client.0.into(), today.into()],
    )
    .await?;
    Ok(())
}

/// Ends a client's place today.
pub(crate) async fn end_enrollment(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    tx.run(
        "update cairn.enrollments set ended_on = greatest(started_on, $3) where center_id = $1 and client_id = $2 and ended_on is null",
        [client.0.into(), today(tx)?.into()],
    )
    .await?;
    Ok(())
}
