//! Phases with their criteria, cohorts, and what has to be there when somebody begins.

use std::collections::HashMap;

use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::program::staff;
use super::{CohortKind, IntakeKind, IntakeOwner};
use crate::db::{CenterTx, Day};
use crate::ids::{CohortId, CriterionId, IntakeItemId, PhaseId, ProgramId};
use crate::problem::Outcome;

#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    pub id: CriterionId,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    pub id: PhaseId,
    pub name: String,
    pub about: String,
    pub criteria: Vec<Criterion>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    pub id: CohortId,
    pub name: String,
    pub kind: CohortKind,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub capacity: Option<i32>,
    /// For staff only.
    pub taken: Option<i64>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct IntakeItem {
    pub id: IntakeItemId,
    pub kind: IntakeKind,
    pub name: String,
    pub owner: IntakeOwner,
    pub due_days: i32,
    pub required: bool,
}

/// What belongs to a program, and how full it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    pub phases: Vec<Phase>,
    pub cohorts: Vec<Cohort>,
    pub intake: Vec<IntakeItem>,
    /// For staff only.
    pub taken: Option<i64>,
    pub waiting: Option<i64>,
}

#[derive(FromQueryResult)]
struct PhaseRow {
    program_id: Uuid,
    id: Uuid,
    name: String,
    about: String,
    criterion_id: Option<Uuid>,
    criterion_name: Option<String>,
}

#[derive(FromQueryResult)]
struct CohortRow {
    program_id: Uuid,
    id: Uuid,
    name: String,
    kind: String,
    starts_on: Option<Day>,
    ends_on: Option<Day>,
    capacity: Option<i32>,
    taken: i64,
}

#[derive(FromQueryResult)]
struct ItemRow {
    program_id: Uuid,
    id: Uuid,
    kind: String,
    name: String,
    owner: String,
    due_days: i32,
    required: bool,
}

#[derive(FromQueryResult)]
struct CountRow {
    id: Uuid,
    taken: i64,
    waiting: i64,
}

/// The parts of programs, in four statements for all. The caller has decided that they may be seen.
pub async fn of(tx: &CenterTx, programs: &[ProgramId]) -> Outcome<HashMap<ProgramId, Parts>> {
    let counts = staff(tx).is_ok();
    let ids: Vec<Uuid> = programs.iter().map(|id| id.0).collect();
    let mut found: HashMap<ProgramId, Parts> = programs.iter().map(|id| (*id, Parts::default())).collect();
    for row in tx.rows::<PhaseRow>(PHASES, [ids.clone().into()]).await? {
        let Some(parts) = found.get_mut(&ProgramId(row.program_id)) else { continue };
        if parts.phases.last().is_none_or(|phase| phase.id.0 != row.id) {
            parts.phases.push(Phase { id: PhaseId(row.id), name: row.name, about: row.about, criteria: Vec::new() });
        }
        if let (Some(phase), Some(id), Some(name)) = (parts.phases.last_mut(), row.criterion_id, row.criterion_name) {
            phase.criteria.push(Criterion { id: CriterionId(id), name });
        }
    }
    for row in tx.rows::<CohortRow>(COHORTS, [ids.clone().into()]).await? {
        let Some(parts) = found.get_mut(&ProgramId(row.program_id)) else { continue };
        parts.cohorts.push(Cohort {
            id: CohortId(row.id),
            kind: CohortKind::stored(&row.kind)?,
            name: row.name,
            starts_on: row.starts_on.map(|day| day.0),
            ends_on: row.ends_on.map(|day| day.0),
            capacity: row.capacity,
            taken: counts.then_some(row.taken),
        });
    }
    for row in tx.rows::<ItemRow>(ITEMS, [ids.clone().into()]).await? {
        let Some(parts) = found.get_mut(&ProgramId(row.program_id)) else { continue };
        parts.intake.push(IntakeItem {
            id: IntakeItemId(row.id),
            kind: IntakeKind::stored(&row.kind)?,
            owner: IntakeOwner::stored(&row.owner)?,
            name: row.name,
            due_days: row.due_days,
            required: row.required,
        });
    }
    if counts {
        for parts in found.values_mut() {
            (parts.taken, parts.waiting) = (Some(0), Some(0));
        }
        for row in tx.rows::<CountRow>(COUNTS, [ids.into()]).await? {
            let Some(parts) = found.get_mut(&ProgramId(row.id)) else { continue };
            (parts.taken, parts.waiting) = (Some(row.taken), Some(row.waiting));
        }
    }
    Ok(found)
}

const PHASES: &str = "
select h.program_id, h.id, h.name, h.about, c.id as criterion_id, c.name as criterion_name
from cairn.program_phases h
left join cairn.phase_criteria c on c.center_id = $1 and c.phase_id = h.id and c.retired_at is null
where h.center_id = $1 and h.program_id = any($2) and h.retired_at is null
order by h.program_id, h.position, h.id, c.position, c.id";

const COHORTS: &str = "
select c.program_id, c.id, c.name, c.kind, c.starts_on, c.ends_on, c.capacity,
  (select count(*) from cairn.enrollments e where e.center_id = $1 and e.cohort_id = c.id
     and e.state in ('offered', 'intake', 'active', 'on_hold') and e.ended_on is null) as taken
from cairn.program_cohorts c
where c.center_id = $1 and c.program_id = any($2) and c.retired_at is null
order by c.starts_on nulls first, c.name, c.id";

const ITEMS: &str = "
select program_id, id, kind, name, owner, due_days, required from cairn.program_intake_items
where center_id = $1 and program_id = any($2) and retired_at is null order by position, id";

const COUNTS: &str = "
select e.program_id as id,
  count(*) filter (where e.state in ('offered', 'intake', 'active', 'on_hold') and e.ended_on is null) as taken,
  count(*) filter (where e.state = 'waitlisted') as waiting
from cairn.enrollments e where e.center_id = $1 and e.program_id = any($2) group by e.program_id";
