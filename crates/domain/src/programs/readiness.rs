//! Phases: what each side thinks of each criterion, and going on.
//!
//! When the two differ, that is a conversation to have, and nothing is blocked by it.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::EnrollmentState;
use super::enrollment::{Enrollment, OBJECT, changed};
use super::moves::{allowed, day_of, locked};
use crate::audit::Event;
use crate::care;
use crate::db::{At, CenterTx, Day};
use crate::ids::{CriterionId, EnrollmentId, MemberId, PhaseId, ProgramId};
use crate::policy::Action;
use crate::problem::{Outcome, Problem};
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

/// One criterion of the phase somebody is in.
#[derive(Debug, Clone, PartialEq)]
pub struct Readiness {
    pub criterion_id: CriterionId,
    pub name: String,
    /// `None`: has not said.
    pub client: Option<bool>,
    pub staff: Option<bool>,
}

impl Readiness {
    /// They see it differently: a conversation to have.
    pub fn differs(&self) -> bool {
        matches!((self.client, self.staff), (Some(client), Some(staff)) if client != staff)
    }
}

#[derive(FromQueryResult)]
struct Row {
    enrollment_id: Uuid,
    criterion_id: Uuid,
    name: String,
    client: Option<bool>,
    staff: Option<bool>,
}

/// Of the phase each is in. The caller has decided that they may be seen.
pub(super) async fn of(tx: &CenterTx, ids: Vec<Uuid>) -> Outcome<HashMap<Uuid, Vec<Readiness>>> {
    let rows = tx
        .rows::<Row>(
            "select e.id as enrollment_id, c.id as criterion_id, c.name, k.ready as client, s.ready as staff
             from cairn.enrollments e
             join cairn.phase_criteria c on c.center_id = $1 and c.phase_id = e.phase_id and c.retired_at is null
             left join cairn.readiness_marks k
               on k.center_id = $1 and k.enrollment_id = e.id and k.criterion_id = c.id and k.side = 'client'
             left join cairn.readiness_marks s
               on s.center_id = $1 and s.enrollment_id = e.id and s.criterion_id = c.id and s.side = 'staff'
             where e.center_id = $1 and e.id = any($2) order by c.position, c.id",
            [ids.into()],
        )
        .await?;
    let mut found: HashMap<Uuid, Vec<Readiness>> = HashMap::new();
    for row in rows {
        found.entry(row.enrollment_id).or_default().push(Readiness {
            criterion_id: CriterionId(row.criterion_id),
            name: row.name,
            client: row.client,
            staff: row.staff,
        });
    }
    Ok(found)
}

/// When somebody came into a phase.
#[derive(Debug, Clone, PartialEq)]
pub struct PhaseStep {
    pub phase_id: PhaseId,
    pub name: String,
    pub began_on: Date,
    pub recorded_at: Timestamp,
    pub by: Option<MemberId>,
}

#[derive(FromQueryResult)]
struct StepRow {
    enrollment_id: Uuid,
    phase_id: Uuid,
    name: String,
    began_on: Day,
    recorded_at: At,
    by_id: Option<Uuid>,
}

/// Phases gone through, in order. The caller has decided that they may be seen.
pub(super) async fn steps(tx: &CenterTx, ids: Vec<Uuid>) -> Outcome<HashMap<Uuid, Vec<PhaseStep>>> {
    let rows = tx
        .rows::<StepRow>(
            "select s.enrollment_id, s.phase_id, h.name, s.began_on, s.recorded_at, s.by_id from cairn.enrollment_phases s
             join cairn.program_phases h on h.center_id = $1 and h.id = s.phase_id
             where s.center_id = $1 and s.enrollment_id = any($2) order by s.recorded_at, s.id",
            [ids.into()],
        )
        .await?;
    let mut found: HashMap<Uuid, Vec<PhaseStep>> = HashMap::new();
    for row in rows {
        found.entry(row.enrollment_id).or_default().push(PhaseStep {
            phase_id: PhaseId(row.phase_id),
            name: row.name,
            began_on: row.began_on.0,
            recorded_at: row.recorded_at.0,
            by: row.by_id.map(MemberId),
        });
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Whoever becomes active begins with the first phase, where there are phases.
pub(super) async fn first_phase(tx: &CenterTx, id: EnrollmentId, program: ProgramId, on: Date) -> Outcome<()> {
    let first = tx
        .row::<Id>(
            "select id from cairn.program_phases where center_id = $1 and program_id = $2 and retired_at is null
             order by position, id limit 1",
            [program.0.into()],
        )
        .await?;
    match first {
        Some(first) => write(tx, id, first.id, on).await,
        None => Ok(()),
    }
}

async fn write(tx: &CenterTx, id: EnrollmentId, phase: Uuid, on: Date) -> Outcome<()> {
    tx.run(
        "update cairn.enrollments set phase_id = $3, version = version + 1 where center_id = $1 and id = $2",
        [id.0.into(), phase.into()],
    )
    .await?;
    tx.run(
        "insert into cairn.enrollment_phases (center_id, id, enrollment_id, phase_id, began_on, recorded_at, by_id)
         values ($1, $2, $3, $4, $5, $6, $7)",
        [
            tx.ids().event(tx.now()).into(),
            id.0.into(),
            phase.into(),
            Day(on).into(),
            tx.at().into(),
            tx.actor().member_id().map(|id| id.0).into(),
        ],
    )
    .await?;
    Ok(())
}

/// Says what one thinks of one criterion: the client for themself, a counselor for the other side.
pub async fn mark(tx: &CenterTx, id: EnrollmentId, criterion: CriterionId, ready: bool) -> Outcome<Enrollment> {
    let at = locked(tx, id).await?;
    let target = allowed(tx, &at, Action::MarkReadiness).await?;
    if !at.state.is_in() {
        return Err(Problem::invalid("enrollmentId", "not_in_program").into());
    }
    let side = if target.own { "client" } else { "staff" };
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let written = tx
        .run(
            "insert into cairn.readiness_marks as r (center_id, enrollment_id, criterion_id, side, ready, by_id, at)
             select $1, $2, c.id, $4, $5, $6, $7 from cairn.phase_criteria c
             where c.center_id = $1 and c.id = $3 and c.phase_id = $8 and c.retired_at is null
             on conflict (center_id, enrollment_id, criterion_id, side) do update
               set ready = excluded.ready, by_id = excluded.by_id, at = excluded.at",
            [id.0.into(), criterion.0.into(), side.into(), ready.into(), me.0.into(), tx.at().into(), at.phase_id.into()],
        )
        .await?;
    if written == 0 {
        return Err(Problem::not_found("criterionId").into());
    }
    tx.audit(Event::done("enrollment.mark_readiness", OBJECT, id.0).about(at.client_id).purpose("care"));
    talk(tx, id, at.client_id).await?;
    changed(tx, id).await
}

/// Where the two differ, somebody who can say what they think of it talks with the client; where they agree (again), nobody has
/// to. Without anybody who counsels them, supervisors see to it.
async fn talk(tx: &CenterTx, id: EnrollmentId, client: MemberId) -> Outcome<()> {
    let marks = of(tx, vec![id.0]).await?.remove(&id.0).unwrap_or_default();
    if !marks.iter().any(Readiness::differs) {
        return staff_tasks::close(tx, StaffTaskKind::ReadinessTalk, client).await;
    }
    let whose = care::counselor_of(tx, client).await?.map_or(TaskFor::Supervisors, TaskFor::Member);
    staff_tasks::open(tx, StaffTaskKind::ReadinessTalk, client, whose).await
}

/// Goes on to another phase of the program, with or without agreement.
pub async fn move_phase(tx: &CenterTx, id: EnrollmentId, version: i32, phase: PhaseId, on: Option<Date>) -> Outcome<Enrollment> {
    let at = locked(tx, id).await?;
    allowed(tx, &at, Action::MoveEnrollment).await?;
    if version != at.version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    if !matches!(at.state, EnrollmentState::Active | EnrollmentState::OnHold) {
        return Err(Problem::invalid("enrollmentId", "not_in_program").into());
    }
    if at.phase_id == Some(phase.0) {
        return changed(tx, id).await;
    }
    let known = tx
        .row::<Id>(
            "select id from cairn.program_phases where center_id = $1 and id = $2 and program_id = $3 and retired_at is null",
            [phase.0.into(), at.program_id.0.into()],
        )
        .await?;
    if known.is_none() {
        return Err(Problem::not_found("phaseId").into());
    }
    let last = steps(tx, vec![id.0]).await?.remove(&id.0).and_then(|steps| steps.last().map(|step| step.began_on));
    let on = day_of(tx, on, at.since.max(last)).await?;
    write(tx, id, phase.0, on).await?;
    tx.audit(Event::done("enrollment.move_phase", OBJECT, id.0).about(at.client_id).purpose("care"));
    // Of the phase they are in now, only.
    talk(tx, id, at.client_id).await?;
    changed(tx, id).await
}
