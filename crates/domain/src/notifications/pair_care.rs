//! What the people around a pair are told by mail besides its news: that somebody is asked to stand in, that a day comes that
//! somebody set themself, that the center went a step with somebody who mentors.

use jiff::SignedDuration;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Kind, Plan, plan};
use crate::db::CenterTx;
use crate::ids::MemberId;
use crate::problem::Outcome;

/// A question that waits for the morning, and is old after this.
const USEFUL: SignedDuration = SignedDuration::from_hours(48);
/// Branches on `n.kind`: whether that which the message was planned for is still so. A goal's version is the day it comes.
macro_rules! pair_care_stands_sql {
    () => {
        "when 'stand_in_asked' then exists (select from cairn.stand_ins i
      join cairn.mentor_profiles o on o.center_id = $1 and o.mentor_id = i.mentor_id and o.backup_id = i.backup_id
      where i.center_id = $1 and i.id = n.subject_id and i.version = n.subject_version and i.state = 'asked')
    when 'goal_due' then exists (select from cairn.mentorship_goals o
      join cairn.mentorships i on i.center_id = $1 and i.id = o.mentorship_id and i.client_id = n.member_id
        and i.state in ('active', 'paused', 'stepping_back', 'closing')
      where o.center_id = $1 and o.mentorship_id = n.subject_id and o.state = 'open'
        and o.target_on = date '2020-01-01' + n.subject_version)
    when 'mentor_step' then exists (select from cairn.mentor_profiles o
      where o.center_id = $1 and o.mentor_id = n.subject_id and o.step = n.subject_version)"
    };
}
pub(super) use pair_care_stands_sql;

/// Would they stand in for somebody? For whom, they read after signing in.
pub(crate) async fn stand_in_asked(tx: &CenterTx, backup: MemberId, question: Uuid, version: i32) -> Outcome<()> {
    let asked = Plan {
        member_id: backup,
        kind: Kind::StandInAsked,
        subject_id: question,
        subject_version: version,
        due_at: tx.now(),
        expires_at: tx.now() + USEFUL,
    };
    plan(tx, &[asked]).await
}

/// The center went a step with them: approved, asked for more, let them rest or go. Only the last one is told of.
pub(crate) async fn mentor_step(tx: &CenterTx, mentor: MemberId, step: i32) -> Outcome<()> {
    let taken = Plan {
        member_id: mentor,
        kind: Kind::MentorStep,
        subject_id: mentor.0,
        subject_version: step,
        due_at: tx.now(),
        expires_at: tx.now() + USEFUL,
    };
    plan(tx, &[taken]).await
}

#[derive(FromQueryResult)]
struct DueRow {
    mentorship_id: Uuid,
    client_id: Uuid,
    day: i32,
}

/// The day that somebody gave a goal is today or in two days: once for each day, however many goals it is of.
pub(crate) async fn goals_due(tx: &CenterTx) -> Outcome<()> {
    let rows = tx
        .rows::<DueRow>(
            "select g.mentorship_id, s.client_id, g.target_on - date '2020-01-01' as day
             from cairn.mentorship_goals g
             join directory.centers d on d.id = g.center_id
             join cairn.mentorships s on s.center_id = $1 and s.id = g.mentorship_id
               and s.state in ('active', 'paused', 'stepping_back', 'closing')
             where g.center_id = $1 and g.state = 'open'
               and g.target_on - ($2::timestamptz at time zone d.zone)::date between 0 and 2
             group by g.mentorship_id, s.client_id, g.target_on order by g.mentorship_id, g.target_on",
            [tx.at().into()],
        )
        .await?;
    let plans: Vec<Plan> = rows
        .into_iter()
        .map(|row| Plan {
            member_id: MemberId(row.client_id),
            kind: Kind::GoalDue,
            subject_id: row.mentorship_id,
            subject_version: row.day,
            due_at: tx.now(),
            expires_at: tx.now() + USEFUL,
        })
        .collect();
    plan(tx, &plans).await
}
