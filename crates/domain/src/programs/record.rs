//! All that is kept of a way through a program: a fixed number of statements, however many ways.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::bridge::{self, CheckIn, HumanContact};
use super::discharge::{self, Discharge};
use super::intake::{self, EnrollmentItem};
use super::moves::NOTE;
use super::program::today;
use super::readiness::{self, PhaseStep, Readiness};
use super::{Enrollment, EnrollmentState, MoveReason, enrollment};
use crate::db::{At, CenterTx, Day};
use crate::ids::{EnrollmentId, MemberId};
use crate::problem::Outcome;
use crate::sealed::Sealed;

/// One move, as it happened and as it was written down.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    pub from: Option<EnrollmentState>,
    pub to: EnrollmentState,
    pub on: Date,
    pub recorded_at: Timestamp,
    /// `None`: by itself, because time passed.
    pub by: Option<MemberId>,
    pub reason: Option<MoveReason>,
    /// For staff only.
    pub note: Option<String>,
}

#[derive(FromQueryResult)]
struct MoveRow {
    enrollment_id: Uuid,
    id: Uuid,
    from_state: Option<String>,
    to_state: String,
    happened_on: Day,
    recorded_at: At,
    by_id: Option<Uuid>,
    reason: Option<String>,
    note: Option<Sealed>,
}

async fn moves(tx: &CenterTx, ids: Vec<Uuid>) -> Outcome<HashMap<Uuid, Vec<Move>>> {
    let rows = tx
        .rows::<MoveRow>(
            "select enrollment_id, id, from_state, to_state, happened_on, recorded_at, by_id, reason, note
             from cairn.enrollment_moves where center_id = $1 and enrollment_id = any($2) order by enrollment_id, number",
            [ids.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut found: HashMap<Uuid, Vec<Move>> = HashMap::new();
    for row in rows {
        found.entry(row.enrollment_id).or_default().push(Move {
            from: row.from_state.as_deref().map(EnrollmentState::stored).transpose()?,
            to: EnrollmentState::stored(&row.to_state)?,
            on: row.happened_on.0,
            recorded_at: row.recorded_at.0,
            by: row.by_id.map(MemberId),
            reason: row.reason.as_deref().map(MoveReason::stored).transpose()?,
            note: row.note.map(|note| keys.open(NOTE, row.id, &note)).transpose()?,
        });
    }
    Ok(found)
}

/// A way through a program with everything around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub enrollment: Enrollment,
    pub moves: Vec<Move>,
    pub phases: Vec<PhaseStep>,
    pub intake: Vec<EnrollmentItem>,
    pub readiness: Vec<Readiness>,
    pub check_ins: Vec<CheckIn>,
    pub contacts: Vec<HumanContact>,
    pub discharge: Option<Discharge>,
}

impl Record {
    /// For whoever walks with somebody or keeps contact while they wait: the way itself, and nothing written of it.
    fn bare(enrollment: Enrollment) -> Self {
        Self {
            enrollment,
            moves: Vec::new(),
            phases: Vec::new(),
            intake: Vec::new(),
            readiness: Vec::new(),
            check_ins: Vec::new(),
            contacts: Vec::new(),
            discharge: None,
        }
    }
}

/// Of ways that the viewer may see; what is not for them is left out.
async fn of(tx: &CenterTx, enrollments: Vec<Enrollment>) -> Outcome<Vec<Record>> {
    if enrollments.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = enrollments.iter().map(|one| one.id.0).collect();
    let clients: Vec<Uuid> = enrollments.iter().map(|one| one.client_id.0).collect();
    let mut moves = moves(tx, ids.clone()).await?;
    let mut phases = readiness::steps(tx, ids.clone()).await?;
    let mut items = intake::of(tx, ids.clone(), today(tx).await?).await?;
    let mut marks = readiness::of(tx, ids.clone()).await?;
    let mut check_ins = bridge::check_ins(tx, ids.clone()).await?;
    let contacts = bridge::contacts(tx, clients).await?;
    let mut discharges = discharge::of(tx, ids).await?;
    let mut records = Vec::with_capacity(enrollments.len());
    for enrollment in enrollments {
        let id: EnrollmentId = enrollment.id;
        let (staff, sees_check_ins) = (enrollment.seen.by_staff, enrollment.seen.check_ins);
        let mut moves = moves.remove(&id.0).unwrap_or_default();
        let mut discharge = discharges.remove(&id.0);
        if !staff {
            moves.iter_mut().for_each(|one| one.note = None);
            // What is still being looked at is not a fact yet.
            discharge = discharge.filter(|one| one.state == super::DischargeState::Done);
            if let Some(discharge) = &mut discharge {
                discharge.note = None;
            }
        }
        let check_ins = check_ins.remove(&id.0).filter(|_| sees_check_ins).unwrap_or_default();
        if !enrollment.seen.whole {
            records.push(Record { check_ins, ..Record::bare(enrollment) });
            continue;
        }
        records.push(Record {
            moves,
            phases: phases.remove(&id.0).unwrap_or_default(),
            intake: items.remove(&id.0).unwrap_or_default(),
            readiness: marks.remove(&id.0).unwrap_or_default(),
            check_ins,
            contacts: contacts.get(&enrollment.client_id.0).cloned().unwrap_or_default(),
            discharge,
            enrollment,
        });
    }
    Ok(records)
}

/// The records of these ways, as far as the viewer may see them. That they were read is remembered.
pub async fn by_id(tx: &CenterTx, ids: &[EnrollmentId]) -> Outcome<HashMap<EnrollmentId, Record>> {
    let seen = enrollment::read_many(tx, ids).await?;
    Ok(of(tx, seen).await?.into_iter().map(|record| (record.enrollment.id, record)).collect())
}
