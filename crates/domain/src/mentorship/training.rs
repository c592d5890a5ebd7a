//! A mentor's hours of training in each of the twelve competencies.

use jiff::civil::Date;
use sea_orm::FromQueryResult;

use super::mentors::{self, OBJECT, today};
use super::steering;
use crate::audit::Event;
use crate::db::{CenterTx, Day};
use crate::ids::{MemberId, TrainingId};
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Problems};

/// Competencies of peer workers: engaging, supporting, sharing, personalising, planning, linking, informing, crises,
/// communication, teamwork, advocacy, growth.
pub const COMPETENCIES: i16 = 12;

/// Minutes of training in one competency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trained {
    pub competency: i16,
    pub minutes: i64,
}

#[derive(FromQueryResult)]
struct TrainedRow {
    competency: i16,
    minutes: i64,
}

/// All twelve, in their order, also those without any.
pub async fn training_of(tx: &CenterTx, mentor_id: MemberId) -> Outcome<Vec<Trained>> {
    mentors::find(tx, mentor_id).await?;
    let rows = tx
        .rows::<TrainedRow>(
            "select competency, sum(minutes) as minutes from cairn.mentor_training
             where center_id = $1 and mentor_id = $2 group by competency",
            [mentor_id.0.into()],
        )
        .await?;
    let minutes = |competency| rows.iter().find(|row| row.competency == competency).map_or(0, |row| row.minutes);
    Ok((1..=COMPETENCIES).map(|competency| Trained { competency, minutes: minutes(competency) }).collect())
}

#[derive(Debug, Clone)]
pub struct RecordTraining {
    pub mentor_id: MemberId,
    pub competency: i16,
    pub minutes: i32,
    pub held_on: Date,
}

/// Notes that a mentor was trained; by whoever steers.
pub async fn record_training(tx: &CenterTx, input: RecordTraining) -> Outcome<TrainingId> {
    let membership = steering(tx, Action::ManageMentors, "mentorId")?;
    mentors::find(tx, input.mentor_id).await?;
    tx.writable()?;
    let mut problems = Problems::default();
    if !(1..=COMPETENCIES).contains(&input.competency) {
        problems.push(Problem::limit("competency", "out_of_range", i64::from(COMPETENCIES)));
    }
    if !(5..=6000).contains(&input.minutes) {
        problems.push(Problem::limit("minutes", "out_of_range", 6000));
    }
    if input.held_on > today(tx) {
        problems.push(Problem::invalid("heldOn", "in_the_future"));
    }
    problems.refuse_if_any()?;
    let id = tx.ids().event(tx.now());
    tx.run(
        "insert into cairn.mentor_training (center_id, id, mentor_id, competency, minutes, held_on, recorded_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            id.into(),
            input.mentor_id.0.into(),
            input.competency.into(),
            input.minutes.into(),
            Day(input.held_on).into(),
            membership.member_id.0.into(),
            tx.at().into(),
        ],
    )
    .await?;
    tx.audit(Event::done("mentor.record_training", OBJECT, input.mentor_id.0));
    Ok(TrainingId(id))
}
