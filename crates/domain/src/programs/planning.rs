//! Setting a program's parts. Lists are set whole. What is left out is retired, not deleted: somebody may have been in it.

use std::collections::HashSet;

use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::parts::{Criterion, Parts, of};
use super::program::{Program, changing, find};
use super::templates::Template;
use super::{CohortKind, IntakeKind, IntakeOwner, offers};
use crate::db::{CenterTx, Day};
use crate::ids::{CohortId, CriterionId, IntakeItemId, PhaseId, ProgramId, WireId};
use crate::language::Locale;
use crate::members::fields;
use crate::problem::{Outcome, Problem};

const NAME_LIMIT: usize = 120;
const LINE_LIMIT: usize = 200;
const TEXT_LIMIT: usize = 2000;
/// Of phases, criteria of one, cohorts, items.
const MOST: usize = 40;

/// Writes a template's parts into a new program.
pub(super) async fn expand(tx: &CenterTx, id: ProgramId, template: &Template, locale: Locale) -> Outcome<()> {
    let phases: Vec<SetPhase> = template
        .phases
        .iter()
        .map(|phase| SetPhase {
            id: None,
            name: phase.name.say(locale).to_owned(),
            about: String::new(),
            criteria: phase.criteria.iter().map(|words| SetCriterion { id: None, name: words.say(locale).to_owned() }).collect(),
        })
        .collect();
    write_phases(tx, id, &Parts::default(), &phases).await?;
    let items: Vec<SetIntakeItem> = template
        .intake
        .iter()
        .map(|item| SetIntakeItem {
            id: None,
            kind: item.kind,
            name: item.name.say(locale).to_owned(),
            owner: item.owner,
            due_days: item.due_days,
            required: item.required,
        })
        .collect();
    write_items(tx, id, &Parts::default(), &items).await
}

#[derive(Debug, Clone)]
pub struct SetCriterion {
    /// `None`: a new one.
    pub id: Option<CriterionId>,
    pub name: String,
}

#[derive(Debug, Clone)]
pub struct SetPhase {
    pub id: Option<PhaseId>,
    pub name: String,
    pub about: String,
    pub criteria: Vec<SetCriterion>,
}

#[derive(Debug, Clone)]
pub struct SetCohort {
    pub id: Option<CohortId>,
    pub name: String,
    pub kind: CohortKind,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub capacity: Option<i32>,
}

#[derive(Debug, Clone)]
pub struct SetIntakeItem {
    pub id: Option<IntakeItemId>,
    pub kind: IntakeKind,
    pub name: String,
    pub owner: IntakeOwner,
    pub due_days: i32,
    pub required: bool,
}

fn few<T>(list: &[T], field: &str) -> Outcome<()> {
    if list.len() <= MOST { Ok(()) } else { Err(Problem::limit(field, "too_many", i64::try_from(MOST).unwrap_or(40)).into()) }
}

/// The id to write under: one that is there already (and named once), or a new one.
fn own_id<T: WireId>(tx: &CenterTx, wanted: Option<T>, known: &mut HashSet<Uuid>, field: &str) -> Outcome<Uuid> {
    match wanted {
        None => Ok(tx.ids().event(tx.now())),
        Some(id) if known.remove(&id.uuid()) => Ok(id.uuid()),
        Some(_) => Err(Problem::not_found(field).into()),
    }
}

#[derive(FromQueryResult)]
struct Used {
    id: Uuid,
}

/// Those of `ids` that somebody has in their packet, or said something of: other words are another thing then, and what they
/// did or said is retired as it was.
async fn in_use(tx: &CenterTx, sql: &'static str, ids: Vec<Uuid>) -> Outcome<HashSet<Uuid>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    Ok(tx.rows::<Used>(sql, [ids.into()]).await?.into_iter().map(|row| row.id).collect())
}

fn place(position: usize) -> i32 {
    i32::try_from(position).unwrap_or(i32::MAX)
}

async fn parts_of(tx: &CenterTx, id: ProgramId) -> Outcome<Parts> {
    Ok(of(tx, &[id]).await?.remove(&id).unwrap_or_default())
}

#[derive(FromQueryResult)]
struct InUse {
    used: bool,
}

/// Sets the phases, in order.
pub async fn set_phases(tx: &CenterTx, id: ProgramId, version: i32, phases: &[SetPhase]) -> Outcome<Program> {
    changing(tx, id, version).await?;
    let before = parts_of(tx, id).await?;
    write_phases(tx, id, &before, phases).await?;
    find(tx, id, "programId").await
}

async fn write_phases(tx: &CenterTx, id: ProgramId, before: &Parts, phases: &[SetPhase]) -> Outcome<()> {
    few(phases, "phases")?;
    let mut gone: HashSet<Uuid> = before.phases.iter().map(|phase| phase.id.0).collect();
    let mut criteria_gone: HashSet<Uuid> =
        before.phases.iter().flat_map(|phase| phase.criteria.iter().map(|criterion| criterion.id.0)).collect();
    let marked = in_use(
        tx,
        "select distinct criterion_id as id from cairn.readiness_marks where center_id = $1 and criterion_id = any($2)",
        criteria_gone.iter().copied().collect(),
    )
    .await?;
    let mut kept = Vec::new();
    for (position, phase) in phases.iter().enumerate() {
        few(&phase.criteria, "criteria")?;
        let phase_id = own_id(tx, phase.id, &mut gone, "phases")?;
        let name = fields::required_line(&phase.name, "name", NAME_LIMIT)?;
        let about = fields::paragraphs(&phase.about, "about", TEXT_LIMIT)?;
        tx.run(
            "insert into cairn.program_phases (center_id, id, program_id, position, name, about) values ($1, $2, $3, $4, $5, $6)
             on conflict (center_id, id) do update set position = excluded.position, name = excluded.name, about = excluded.about",
            [phase_id.into(), id.0.into(), place(position).into(), name.into(), about.into()],
        )
        .await?;
        let known = before.phases.iter().find(|one| one.id.0 == phase_id).map_or(&[][..], |one| &one.criteria);
        kept.extend(write_criteria(tx, phase_id, known, &phase.criteria, &marked, &mut criteria_gone).await?);
    }
    retire_phases(tx, gone.into_iter().collect(), criteria_gone.into_iter().chain(kept).collect()).await
}

/// Answers those that are kept as they were for whoever said something of them.
async fn write_criteria(
    tx: &CenterTx,
    phase: Uuid,
    known: &[Criterion],
    criteria: &[SetCriterion],
    marked: &HashSet<Uuid>,
    gone: &mut HashSet<Uuid>,
) -> Outcome<Vec<Uuid>> {
    let mut kept = Vec::new();
    for (position, criterion) in criteria.iter().enumerate() {
        // A criterion stays in its phase: what was marked was marked there.
        let before = criterion.id.and_then(|id| known.iter().find(|one| one.id == id));
        if criterion.id.is_some() && before.is_none() {
            return Err(Problem::not_found("criteria").into());
        }
        let mut id = own_id(tx, criterion.id, gone, "criteria")?;
        let name = fields::required_line(&criterion.name, "criteria", LINE_LIMIT)?;
        if marked.contains(&id) && before.is_none_or(|before| before.name != name) {
            kept.push(id);
            id = tx.ids().event(tx.now());
        }
        tx.run(
            "insert into cairn.phase_criteria (center_id, id, phase_id, position, name) values ($1, $2, $3, $4, $5)
             on conflict (center_id, id) do update set position = excluded.position, name = excluded.name",
            [id.into(), phase.into(), place(position).into(), name.into()],
        )
        .await?;
    }
    Ok(kept)
}

async fn retire_phases(tx: &CenterTx, phases: Vec<Uuid>, criteria: Vec<Uuid>) -> Outcome<()> {
    let used = tx
        .row::<InUse>(
            "select exists (select from cairn.enrollments where center_id = $1 and phase_id = any($2)
               and state in ('intake', 'active', 'on_hold') and ended_on is null) as used",
            [phases.clone().into()],
        )
        .await?;
    if used.is_some_and(|row| row.used) {
        return Err(Problem::invalid("phases", "phase_in_use").into());
    }
    tx.run(
        "update cairn.program_phases set retired_at = $3 where center_id = $1 and id = any($2)",
        [phases.into(), tx.at().into()],
    )
    .await?;
    tx.run(
        "update cairn.phase_criteria set retired_at = $3 where center_id = $1 and id = any($2)",
        [criteria.into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

/// Sets the intake packet. Whoever has begun keeps theirs.
pub async fn set_intake(tx: &CenterTx, id: ProgramId, version: i32, items: &[SetIntakeItem]) -> Outcome<Program> {
    changing(tx, id, version).await?;
    let before = parts_of(tx, id).await?;
    write_items(tx, id, &before, items).await?;
    find(tx, id, "programId").await
}

async fn write_items(tx: &CenterTx, id: ProgramId, before: &Parts, items: &[SetIntakeItem]) -> Outcome<()> {
    few(items, "items")?;
    let mut gone: HashSet<Uuid> = before.intake.iter().map(|item| item.id.0).collect();
    let handed_out = in_use(
        tx,
        "select distinct item_id as id from cairn.enrollment_intake_items where center_id = $1 and item_id = any($2)",
        gone.iter().copied().collect(),
    )
    .await?;
    let mut kept = Vec::new();
    for (position, item) in items.iter().enumerate() {
        let mut item_id = own_id(tx, item.id, &mut gone, "items")?;
        let name = fields::required_line(&item.name, "name", LINE_LIMIT)?;
        let stays = before.intake.iter().any(|one| {
            (one.id.0, one.kind, one.owner, one.required, one.name.as_str())
                == (item_id, item.kind, item.owner, item.required, name.as_str())
        });
        if !stays && handed_out.contains(&item_id) {
            kept.push(item_id);
            item_id = tx.ids().event(tx.now());
        }
        if !(0..=365).contains(&item.due_days) {
            return Err(Problem::limit("dueDays", "out_of_range", 365).into());
        }
        tx.run(
            "insert into cairn.program_intake_items (center_id, id, program_id, position, kind, name, owner, due_days, required)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (center_id, id) do update set position = excluded.position, kind = excluded.kind, name = excluded.name,
               owner = excluded.owner, due_days = excluded.due_days, required = excluded.required",
            [
                item_id.into(),
                id.0.into(),
                place(position).into(),
                item.kind.name().into(),
                name.into(),
                item.owner.name().into(),
                item.due_days.into(),
                item.required.into(),
            ],
        )
        .await?;
    }
    let gone: Vec<Uuid> = gone.into_iter().chain(kept).collect();
    tx.run(
        "update cairn.program_intake_items set retired_at = $3 where center_id = $1 and id = any($2)",
        [gone.into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

/// Sets the cohorts. More room in one is offered at once to those who wait for it.
pub async fn set_cohorts(tx: &CenterTx, id: ProgramId, version: i32, cohorts: &[SetCohort]) -> Outcome<Program> {
    changing(tx, id, version).await?;
    few(cohorts, "cohorts")?;
    let before = parts_of(tx, id).await?;
    let mut gone: HashSet<Uuid> = before.cohorts.iter().map(|cohort| cohort.id.0).collect();
    for cohort in cohorts {
        let cohort_id = own_id(tx, cohort.id, &mut gone, "cohorts")?;
        write_cohort(tx, id, cohort_id, cohort).await?;
    }
    let gone: Vec<Uuid> = gone.into_iter().collect();
    let used = tx
        .row::<InUse>(
            "select exists (select from cairn.enrollments where center_id = $1 and cohort_id = any($2) and ended_on is null
               and state <> 'closed') as used",
            [gone.clone().into()],
        )
        .await?;
    if used.is_some_and(|row| row.used) {
        return Err(Problem::invalid("cohorts", "cohort_in_use").into());
    }
    tx.run(
        "update cairn.program_cohorts set retired_at = $3 where center_id = $1 and id = any($2)",
        [gone.into(), tx.at().into()],
    )
    .await?;
    offers::offer_places(tx, id, &[]).await?;
    find(tx, id, "programId").await
}

async fn write_cohort(tx: &CenterTx, program: ProgramId, id: Uuid, cohort: &SetCohort) -> Outcome<()> {
    let name = fields::required_line(&cohort.name, "name", NAME_LIMIT)?;
    if cohort.kind == CohortKind::Closed && cohort.starts_on.is_none() {
        return Err(Problem::invalid("startsOn", "required").into());
    }
    if cohort.starts_on.zip(cohort.ends_on).is_some_and(|(from, until)| until < from) {
        return Err(Problem::invalid("endsOn", "before_start").into());
    }
    if cohort.capacity.is_some_and(|capacity| !(1..=5000).contains(&capacity)) {
        return Err(Problem::limit("capacity", "out_of_range", 5000).into());
    }
    tx.run(
        "insert into cairn.program_cohorts (center_id, id, program_id, name, kind, starts_on, ends_on, capacity)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (center_id, id) do update set name = excluded.name, kind = excluded.kind, starts_on = excluded.starts_on,
           ends_on = excluded.ends_on, capacity = excluded.capacity",
        [
            id.into(),
            program.0.into(),
            name.into(),
            cohort.kind.name().into(),
            cohort.starts_on.map(Day).into(),
            cohort.ends_on.map(Day).into(),
            cohort.capacity.into(),
        ],
    )
    .await?;
    Ok(())
}
