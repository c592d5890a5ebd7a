//! What a program is.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use super::templates::{self, Template};
use super::{ProgramLevel, ProgramState, offers, planning};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::idempotency::{self, Claim};
use crate::ids::ProgramId;
use crate::members::fields;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::zones;

const NAME_LIMIT: usize = 120;
const TEXT_LIMIT: usize = 2000;
const MOST_PLACES: i32 = 5000;

#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    pub id: ProgramId,
    pub name: String,
    pub created_at: Timestamp,
    pub level: ProgramLevel,
    pub about: String,
    /// Whom it is for, in words.
    pub criteria: String,
    /// Places; `None`: as many as come.
    pub capacity: Option<i32>,
    /// Days without human contact after which somebody has gone quiet.
    pub quiet_after_days: i32,
    /// How long a freed place is kept for the first in line.
    pub offer_hours: i32,
    /// How many offers somebody may let go and keep their place in line.
    pub offers_kept: i32,
    /// Where people go on after discharge.
    pub aftercare_program_id: Option<ProgramId>,
    pub state: ProgramState,
    pub version: i32,
}

/// For [`ProgramRow`], of a program `p`.
macro_rules! program_columns {
    () => {
        "p.id as program_id, p.name as program_name, p.created_at as program_created_at, p.level as program_level,
         p.about as program_about, p.criteria as program_criteria, p.capacity as program_capacity, p.quiet_after_days,
         p.offer_hours, p.offers_kept, p.aftercare_program_id as program_aftercare, p.state as program_state,
         p.version as program_version"
    };
}
pub(crate) use program_columns;

/// All empty where there is no program.
#[derive(FromQueryResult)]
pub(crate) struct ProgramRow {
    program_id: Option<Uuid>,
    program_name: Option<String>,
    program_created_at: Option<At>,
    program_level: Option<String>,
    program_about: Option<String>,
    program_criteria: Option<String>,
    program_capacity: Option<i32>,
    quiet_after_days: Option<i32>,
    offer_hours: Option<i32>,
    offers_kept: Option<i32>,
    program_aftercare: Option<Uuid>,
    program_state: Option<String>,
    program_version: Option<i32>,
}

impl ProgramRow {
    pub(crate) fn open(self) -> Result<Option<Program>, Surprise> {
        let (Some(id), Some(name), Some(created_at), Some(level), Some(state)) =
            (self.program_id, self.program_name, self.program_created_at, self.program_level, self.program_state)
        else {
            return Ok(None);
        };
        Ok(Some(Program {
            id: ProgramId(id),
            name,
            created_at: created_at.0,
            level: ProgramLevel::stored(&level)?,
            about: self.program_about.unwrap_or_default(),
            criteria: self.program_criteria.unwrap_or_default(),
            capacity: self.program_capacity,
            quiet_after_days: self.quiet_after_days.unwrap_or(14),
            offer_hours: self.offer_hours.unwrap_or(72),
            offers_kept: self.offers_kept.unwrap_or(2),
            aftercare_program_id: self.program_aftercare.map(ProgramId),
            state: ProgramState::stored(&state)?,
            version: self.program_version.unwrap_or(1),
        }))
    }
}

macro_rules! program_sql {
    ($rest:literal) => {
        concat!("select ", program_columns!(), " from cairn.programs p where p.center_id = $1 ", $rest)
    };
}

/// Staff who see clients see what there is for them.
pub(super) fn staff(tx: &CenterTx) -> Outcome<()> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if policy::allows(&membership.roles, Action::ListClients, Target::NONE) { Ok(()) } else { Err(Problem::NotAllowed.into()) }
}

/// The center's programs by name, for staff. Which ones there are is nothing a client needs from here.
pub async fn list(tx: &CenterTx) -> Outcome<Vec<Program>> {
    staff(tx)?;
    let rows = tx.rows::<ProgramRow>(program_sql!("order by p.name, p.id"), []).await?;
    let programs: Result<Vec<_>, _> = rows.into_iter().map(ProgramRow::open).collect();
    Ok(programs?.into_iter().flatten().collect())
}

/// One program, for staff.
pub async fn one(tx: &CenterTx, id: ProgramId) -> Outcome<Program> {
    staff(tx)?;
    find(tx, id, "id").await
}

pub(super) async fn find(tx: &CenterTx, id: ProgramId, field: &str) -> Outcome<Program> {
    let row = tx.row::<ProgramRow>(program_sql!("and p.id = $2"), [id.0.into()]).await?;
    let program = row.map(ProgramRow::open).transpose()?.flatten();
    program.ok_or_else(|| Problem::not_found(field).into())
}

/// As [`find`], and nobody else takes or frees a place in it until this transaction ends. Several programs are locked by
/// [`lock_all`].
pub(super) async fn locked(tx: &CenterTx, id: ProgramId, field: &str) -> Outcome<Program> {
    lock_all(tx, &[id]).await?;
    find(tx, id, field).await
}

/// One statement in one order of rows: two who lock the same programs wait for each other.
pub(super) async fn lock_all(tx: &CenterTx, ids: &[ProgramId]) -> Outcome<()> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    tx.run("select from cairn.programs where center_id = $1 and id = any($2) order by id for update", [ids.into()]).await?;
    Ok(())
}

/// Whether somebody may be invited into it; `None`: there is no such program.
pub(crate) async fn takes_people(tx: &CenterTx, id: ProgramId) -> Outcome<Option<bool>> {
    let row = tx.row::<ProgramRow>(program_sql!("and p.id = $2"), [id.0.into()]).await?;
    Ok(row.map(ProgramRow::open).transpose()?.flatten().map(|program| program.state == ProgramState::Open))
}

#[derive(FromQueryResult)]
struct Zone {
    zone: String,
}

/// The center's zone: of whoever asks, or, for a job, from the directory.
pub(crate) async fn center_zone(tx: &CenterTx) -> Outcome<(String, TimeZone)> {
    let name = match tx.actor().membership() {
        Some(membership) => membership.center.zone.clone(),
        None => {
            let row = tx.row::<Zone>("select zone from directory.centers where id = $1", []).await?;
            row.ok_or(Surprise::Inconsistent("a center without a row"))?.zone
        }
    };
    let zone = zones::stored(&name)?;
    Ok((name, zone))
}

/// The day it is at the center.
pub(super) async fn today(tx: &CenterTx) -> Outcome<Date> {
    Ok(zones::today(tx.now(), &center_zone(tx).await?.1))
}

pub(super) fn manage(tx: &CenterTx) -> Outcome<()> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::ManagePrograms, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()
}

#[derive(Debug, Clone, Serialize)]
pub struct CreateProgram {
    /// Idempotency key.
    #[serde(skip)]
    pub key: Uuid,
    /// Empty: as the template is called.
    pub name: String,
    /// One of [`templates::TEMPLATES`], expanded in the language of whoever creates it: a draft to be looked over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_template: Option<String>,
}

pub async fn create(tx: &CenterTx, input: CreateProgram) -> Outcome<Program> {
    manage(tx)?;
    let template = input.from_template.as_deref().map(templates::named).transpose()?;
    let locale = tx.actor().membership().ok_or(Problem::NotAllowed)?.locale;
    let name = match template {
        Some(template) if input.name.trim().is_empty() => template.name.say(locale).to_owned(),
        _ => fields::required_line(&input.name, "name", NAME_LIMIT)?,
    };
    let id = ProgramId(tx.ids().event(tx.now()));
    if let Claim::Repeated(id) = idempotency::claim(tx, input.key, "program.create", &input, id.0).await? {
        return find(tx, ProgramId(id), "id").await;
    }
    let text = |of: fn(&Template) -> templates::Words| template.map_or("", |template| of(template).say(locale)).to_owned();
    tx.run(
        "insert into cairn.programs (center_id, id, name, created_at, level, about, criteria, capacity, quiet_after_days, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        [
            id.0.into(),
            name.into(),
            tx.at().into(),
            template.map_or(ProgramLevel::Outpatient, |template| template.level).name().into(),
            text(|template| template.about).into(),
            text(|template| template.criteria).into(),
            template.and_then(|template| template.capacity).into(),
            template.map_or(14, |template| template.quiet_after_days).into(),
            if template.is_some() { ProgramState::Draft } else { ProgramState::Open }.name().into(),
        ],
    )
    .await?;
    if let Some(template) = template {
        planning::expand(tx, id, template, locale).await?;
    }
    tx.audit(Event::done("program.create", "program", id.0));
    find(tx, id, "id").await
}

/// What a program is, whole.
#[derive(Debug, Clone)]
pub struct ProgramDetails {
    pub name: String,
    pub level: ProgramLevel,
    pub about: String,
    pub criteria: String,
    pub capacity: Option<i32>,
    pub quiet_after_days: i32,
    pub offer_hours: i32,
    pub offers_kept: i32,
    pub aftercare_program_id: Option<ProgramId>,
}

#[derive(Debug, Clone)]
pub struct UpdateProgram {
    pub id: ProgramId,
    /// The version that was looked at.
    pub version: i32,
    pub details: ProgramDetails,
}

struct Checked {
    name: String,
    about: String,
    criteria: String,
}

fn check(details: &ProgramDetails) -> Outcome<Checked> {
    let mut problems = Problems::default();
    let name = problems.take(fields::required_line(&details.name, "name", NAME_LIMIT));
    let about = problems.take(fields::paragraphs(&details.about, "about", TEXT_LIMIT));
    let criteria = problems.take(fields::paragraphs(&details.criteria, "criteria", TEXT_LIMIT));
    let ranges = [
        ("capacity", details.capacity.unwrap_or(1), 1, MOST_PLACES),
        ("quietAfterDays", details.quiet_after_days, 1, 365),
        ("offerHours", details.offer_hours, 1, 336),
        ("offersKept", details.offers_kept, 0, 10),
    ];
    for (field, value, least, most) in ranges {
        if value < least || value > most {
            problems.push(Problem::limit(field, "out_of_range", i64::from(most)));
        }
    }
    problems.refuse_if_any()?;
    match (name, about, criteria) {
        (Some(name), Some(about), Some(criteria)) => Ok(Checked { name, about, criteria }),
        _ => Err(Surprise::Inconsistent("a field without value or problem").into()),
    }
}

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// One level: what people go on to leads nowhere else, and what leads on is nobody's aftercare.
async fn check_aftercare(tx: &CenterTx, id: ProgramId, aftercare: Option<ProgramId>) -> Outcome<()> {
    let Some(aftercare) = aftercare else { return Ok(()) };
    if aftercare == id {
        return Err(Problem::invalid("aftercareProgramId", "aftercare_circle").into());
    }
    let target = match find(tx, aftercare, "aftercareProgramId").await {
        Ok(target) => target,
        Err(_) => return Err(Problem::invalid("aftercareProgramId", "program_unknown").into()),
    };
    let leads_here = tx
        .row::<Found>(
            "select exists (select from cairn.programs where center_id = $1 and aftercare_program_id = $2) as found",
            [id.0.into()],
        )
        .await?;
    if target.aftercare_program_id.is_some() || leads_here.is_some_and(|row| row.found) {
        return Err(Problem::invalid("aftercareProgramId", "aftercare_circle").into());
    }
    Ok(())
}

fn version(seen: i32, program: &Program) -> Outcome<()> {
    if seen == program.version { Ok(()) } else { Err(Problem::Conflict { path: vec!["version".to_owned()] }.into()) }
}

/// Changes what it is. More places are offered at once to those who wait.
pub async fn update(tx: &CenterTx, input: UpdateProgram) -> Outcome<Program> {
    manage(tx)?;
    // All that a circle could go through: each change of an aftercare program waits for the others.
    if input.details.aftercare_program_id.is_some() {
        tx.run("select from cairn.programs where center_id = $1 order by id for update", []).await?;
    }
    let before = locked(tx, input.id, "programId").await?;
    version(input.version, &before)?;
    let checked = check(&input.details)?;
    check_aftercare(tx, input.id, input.details.aftercare_program_id).await?;
    let details = input.details;
    tx.run(
        "update cairn.programs set name = $3, level = $4, about = $5, criteria = $6, capacity = $7, quiet_after_days = $8,
           offer_hours = $9, offers_kept = $10, aftercare_program_id = $11, version = version + 1
         where center_id = $1 and id = $2",
        [
            input.id.0.into(),
            checked.name.into(),
            details.level.name().into(),
            checked.about.into(),
            checked.criteria.into(),
            details.capacity.into(),
            details.quiet_after_days.into(),
            details.offer_hours.into(),
            details.offers_kept.into(),
            details.aftercare_program_id.map(|id| id.0).into(),
        ],
    )
    .await?;
    tx.audit(Event::done("program.update", "program", input.id.0));
    offers::offer_places(tx, input.id, &[]).await?;
    find(tx, input.id, "programId").await
}

/// Opens it, or closes it to new people. An open one does not become a draft again once somebody came.
pub async fn set_state(tx: &CenterTx, id: ProgramId, seen: i32, state: ProgramState) -> Outcome<Program> {
    manage(tx)?;
    let before = locked(tx, id, "programId").await?;
    version(seen, &before)?;
    if state == ProgramState::Draft && before.state != ProgramState::Draft {
        let used = tx
            .row::<Found>(
                "select exists (select from cairn.enrollments where center_id = $1 and program_id = $2) as found",
                [id.0.into()],
            )
            .await?;
        if used.is_some_and(|row| row.found) {
            return Err(Problem::invalid("state", "program_in_use").into());
        }
    }
    tx.run(
        "update cairn.programs set state = $3, version = version + 1 where center_id = $1 and id = $2",
        [id.0.into(), state.name().into()],
    )
    .await?;
    tx.audit(Event::done("program.set_state", "program", id.0));
    offers::offer_places(tx, id, &[]).await?;
    find(tx, id, "programId").await
}

/// A change of a program's parts: the row is locked, the version seen is the present one, and the next one is written.
pub(super) async fn changing(tx: &CenterTx, id: ProgramId, seen: i32) -> Outcome<Program> {
    manage(tx)?;
    let before = locked(tx, id, "programId").await?;
    version(seen, &before)?;
    tx.run("update cairn.programs set version = version + 1 where center_id = $1 and id = $2", [id.0.into()]).await?;
    tx.audit(Event::done("program.update", "program", id.0));
    Ok(before)
}

/// Programs by id, for whoever has come to them through something they may see.
pub async fn many(tx: &CenterTx, ids: &[ProgramId]) -> Outcome<std::collections::HashMap<ProgramId, Program>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx.rows::<ProgramRow>(program_sql!("and p.id = any($2)"), [ids.into()]).await?;
    let all: Result<Vec<_>, _> = rows.into_iter().map(ProgramRow::open).collect();
    Ok(all?.into_iter().flatten().map(|program| (program.id, program)).collect())
}
