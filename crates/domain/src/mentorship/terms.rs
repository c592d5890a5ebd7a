//! What the center decides about somebody who mentors: how much they carry, and how far they are on the way.

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;

use super::mentors::{Mentor, OBJECT, find, locked, stands_in, today};
use super::{MentorState, guard, stand_in, steering};
use crate::actor::Role;
use crate::audit::Event;
use crate::db::{At, CenterTx, Day};
use crate::ids::MemberId;
use crate::notifications;
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Problems, Surprise};

/// What the center decides about a mentor.
#[derive(Debug, Clone)]
pub struct MentorTerms {
    pub mentor_id: MemberId,
    pub version: i32,
    pub capacity: i32,
    pub background_checked_on: Option<Date>,
    pub supervisor_id: Option<MemberId>,
    pub supervision_minutes: i32,
    /// `None`: as it is; `Some(None)`: nobody.
    pub backup_id: Option<Option<MemberId>>,
}

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

pub async fn set_terms(tx: &CenterTx, input: MentorTerms) -> Outcome<Mentor> {
    let before = steered(tx, input.mentor_id, false).await?;
    let mut problems = Problems::default();
    if !(0..=40).contains(&input.capacity) {
        problems.push(Problem::limit("capacity", "out_of_range", 40));
    }
    if !(0..=2400).contains(&input.supervision_minutes) {
        problems.push(Problem::limit("supervisionMinutes", "out_of_range", 2400));
    }
    if input.background_checked_on.is_some_and(|day| day > today(tx)) {
        problems.push(Problem::invalid("backgroundCheckedOn", "in_the_future"));
    }
    if let Some(supervisor) = input.supervisor_id {
        let row = tx
            .row::<Found>(
                "select exists (select from cairn.members where center_id = $1 and id = $2 and state = 'active'
                   and roles && array['supervisor', 'admin']) as found",
                [supervisor.0.into()],
            )
            .await?;
        if supervisor == input.mentor_id || !row.is_some_and(|row| row.found) {
            problems.push(Problem::invalid("supervisorId", "supervisor_unknown"));
        }
    }
    if let Some(Some(backup)) = input.backup_id
        && !stands_in(tx, backup, input.mentor_id).await?
    {
        problems.push(Problem::invalid("backupId", "backup_unknown"));
    }
    problems.refuse_if_any()?;
    let written = tx
        .run(
            "update cairn.mentor_profiles set capacity = $4, background_checked_on = $5, supervisor_id = $6,
               supervision_minutes = $7, updated_at = $8, backup_id = case when $9 then $10 else backup_id end,
               version = version + 1
             where center_id = $1 and mentor_id = $2 and version = $3",
            [
                input.mentor_id.0.into(),
                input.version.into(),
                input.capacity.into(),
                input.background_checked_on.map(Day).into(),
                input.supervisor_id.map(|id| id.0).into(),
                input.supervision_minutes.into(),
                tx.at().into(),
                input.backup_id.is_some().into(),
                input.backup_id.flatten().map(|id| id.0).into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    tx.audit(Event::done("mentor.set_terms", OBJECT, input.mentor_id.0));
    let backup = input.backup_id.unwrap_or(before.backup_id);
    stand_in::named(tx, input.mentor_id, before.backup_id, backup).await?;
    find(tx, input.mentor_id).await
}

/// The mentor, for whoever steers; nobody decides about themself. With `all`, whoever is asking them is held as well.
async fn steered(tx: &CenterTx, id: MemberId, all: bool) -> Outcome<Mentor> {
    let membership = steering(tx, Action::ManageMentors, "mentorId")?;
    let held = if all { guard::lock_all_of(tx, id).await? } else { locked(tx, id).await? };
    let mentor = held.ok_or_else(|| Problem::not_found("mentorId"))?;
    tx.writable()?;
    if membership.member_id == id { Err(Problem::invalid("mentorId", "own_case").into()) } else { Ok(mentor) }
}

/// Moves a mentor along, or out. Whoever was asking somebody who takes nobody on any more asks the next.
pub async fn set_state(tx: &CenterTx, id: MemberId, version: i32, to: MentorState) -> Outcome<Mentor> {
    let no_more = matches!(to, MentorState::Paused | MentorState::Ended);
    let mentor = steered(tx, id, no_more).await?;
    if mentor.version != version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    // Applying is the person's own act.
    if !mentor.state.next().contains(&to) || to == MentorState::Applied {
        return Err(Problem::invalid("state", "mentor_state").into());
    }
    match to {
        MentorState::Approved if mentor.background_checked_on.is_none() => {
            return Err(Problem::invalid("state", "background_check_missing").into());
        }
        MentorState::Approved if mentor.credential_expired => {
            return Err(Problem::invalid("state", "credential_expired").into());
        }
        MentorState::Ended if mentor.pairs > 0 => return Err(Problem::invalid("state", "mentor_has_pairs").into()),
        _ => {}
    }
    let step = write_state(tx, id, to, None).await?;
    if to == MentorState::Approved {
        grant_role(tx, id).await?;
    }
    if no_more {
        guard::ask_no_more(tx, id).await?;
    }
    notifications::mentor_step(tx, id, step).await?;
    find(tx, id).await
}

/// By the actor: whoever pauses a mentor is remembered. Answers with how many steps were taken with them so far.
pub(super) async fn write_state(tx: &CenterTx, id: MemberId, to: MentorState, until: Option<Timestamp>) -> Outcome<i32> {
    let action = match to {
        MentorState::Applied => "mentor.apply",
        MentorState::Training => "mentor.train",
        MentorState::Shadowing => "mentor.shadow",
        MentorState::Approved => "mentor.approve",
        MentorState::Paused => "mentor.pause",
        MentorState::Ended => "mentor.end",
    };
    write(tx, id, to, until, action).await
}

/// A rest of one's own is over: by the mentor, or because its day has come.
pub(super) async fn end_rest(tx: &CenterTx, id: MemberId) -> Outcome<()> {
    write(tx, id, MentorState::Approved, None, "mentor.come_back").await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Taken {
    step: i32,
}

async fn write(tx: &CenterTx, id: MemberId, to: MentorState, until: Option<Timestamp>, action: &'static str) -> Outcome<i32> {
    let me = tx.actor().member_id();
    let by = me.filter(|_| to == MentorState::Paused);
    let by_another = me.is_some_and(|me| me != id);
    let taken = tx
        .row::<Taken>(
            "update cairn.mentor_profiles set state = $3, version = version + 1, step = step + 1, updated_at = $4,
               paused_until = $5, paused_by = $6, stepped_at = case when $7 then $4 else stepped_at end,
               approved_at = case when $3 = 'approved' then coalesce(approved_at, $4) else approved_at end
             where center_id = $1 and mentor_id = $2 returning step",
            [id.0.into(), to.name().into(), tx.at().into(), until.map(At).into(), by.map(|by| by.0).into(), by_another.into()],
        )
        .await?
        .ok_or(Surprise::Inconsistent("a mentor vanished"))?;
    tx.audit(Event::done(action, OBJECT, id.0));
    Ok(taken.step)
}

/// Whoever is approved works as a peer mentor: they keep hours and are booked. A client among them holds both roles.
async fn grant_role(tx: &CenterTx, id: MemberId) -> Outcome<()> {
    let granted = tx
        .run(
            "update cairn.members set roles = array_append(roles, $3) where center_id = $1 and id = $2 and not roles @> array[$3]",
            [id.0.into(), Role::PeerMentor.name().into()],
        )
        .await?;
    if granted > 0 {
        tx.audit(Event::done("role.grant.peer_mentor", "member", id.0));
        tx.announce_member(id);
    }
    Ok(())
}
