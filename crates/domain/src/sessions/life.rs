//! The hour itself: who came, when it began and ended, who was missed. A missed session asks for a warm word; it ends nothing.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;

use super::book::{announce, locked};
use super::view::{SessionView, find};
use super::{Session, SessionPlace, SessionState, whereabouts};
use crate::audit::Event;
use crate::db::{At, CenterTx, NewsKind};
use crate::ids::SessionId;
use crate::members::fields;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems};
use crate::sealed::Place;
use crate::services::lines;
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

const WHY: Place = Place::clinical("session_corrections", "reason");
/// How long before the planned start somebody can be there.
pub const OPENS: SignedDuration = SignedDuration::from_mins(30);
/// How far what happened may be from what was planned.
const APART: SignedDuration = SignedDuration::from_hours(12);
const LONGEST: SignedDuration = SignedDuration::from_hours(8);
const LONGEST_REASON: usize = 500;
/// How long a start that was a wrong tap can be taken back.
const UNDO_BEGIN: SignedDuration = SignedDuration::from_mins(10);
/// How long after the planned start it can be put right who was missed.
const PUT_RIGHT: SignedDuration = SignedDuration::from_hours(24);

/// Who did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Client,
    /// Whoever was to sit down with the client.
    Counselor,
}

/// How the acting member stands to a session.
#[derive(Debug, Clone, Copy)]
struct Sides {
    /// Sits down with the client, or looks after the schedule.
    holds: bool,
    /// It is their own.
    comes: bool,
    /// Puts its times right afterwards.
    records: bool,
}

fn sides(tx: &CenterTx, session: &Session) -> Outcome<Sides> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let as_one = |side| Target { participant: membership.member_id == side, ..Target::NONE };
    Ok(Sides {
        holds: policy::allows(&membership.roles, Action::HoldSession, as_one(session.counselor_id)),
        comes: policy::allows(&membership.roles, Action::ComeToSession, as_one(session.client_id)),
        records: policy::allows(&membership.roles, Action::RecordTimes, as_one(session.counselor_id)),
    })
}

/// The session, locked, if `may` is true of how the actor stands to it.
async fn mine(tx: &CenterTx, id: SessionId, may: impl FnOnce(Sides) -> bool) -> Outcome<Session> {
    let missing = || Problem::not_found("sessionId");
    let session = locked(tx, id).await?.ok_or_else(missing)?;
    if !may(sides(tx, &session)?) {
        find(tx, id).await.map_err(|_| missing())?;
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    Ok(session)
}

fn not_before_it_opens(tx: &CenterTx, session: &Session) -> Outcome<()> {
    if tx.now() < session.starts_at - OPENS { Err(Problem::invalid("sessionId", "session_too_early").into()) } else { Ok(()) }
}

fn may_become(session: &Session, to: SessionState) -> Outcome<()> {
    if session.state.may_become(to) { Ok(()) } else { Err(Problem::invalid("sessionId", "session_state").into()) }
}

/// Writes where the session is now. Its version stays: the plan did not change, and neither do calendars.
async fn write(tx: &CenterTx, session: &Session, action: &'static str) -> Outcome<SessionView> {
    tx.run(
        "update cairn.sessions set course = $3, arrived_at = $4, started_at = $5, ended_at = $6, updated_at = $7
         where center_id = $1 and id = $2",
        [
            session.id.0.into(),
            session.state.course().map(str::to_owned).into(),
            session.arrived_at.map(At).into(),
            session.started_at.map(At).into(),
            session.ended_at.map(At).into(),
            tx.at().into(),
        ],
    )
    .await?;
    tx.audit(Event::done(action, "session", session.id.0).about(session.client_id).purpose("care"));
    announce(tx, session, NewsKind::Moved);
    find(tx, session.id).await
}

#[derive(FromQueryResult)]
struct Also {
    also: bool,
}

/// Somebody who was missed is there: what was asked for because of it is settled, unless it is asked for another session as well.
async fn no_longer_missed(tx: &CenterTx, before: SessionState, session: &Session) -> Outcome<()> {
    let kind = match before {
        SessionState::NoShowClient => StaffTaskKind::SessionMissed,
        SessionState::NoShowPeer => StaffTaskKind::SessionUnattended,
        _ => return Ok(()),
    };
    let row = tx
        .row::<Also>(
            "select exists (
               select from cairn.sessions s join cairn.staff_tasks t
                 on t.center_id = $1 and t.kind = $5 and t.member_id = s.client_id and t.done_at is null and t.created_at <= s.updated_at
               where s.center_id = $1 and s.client_id = $2 and s.id <> $3 and s.course = $4) as also",
            [session.client_id.0.into(), session.id.0.into(), before.course().map(str::to_owned).into(), kind.name().into()],
        )
        .await?;
    if row.is_some_and(|row| row.also) { Ok(()) } else { staff_tasks::close(tx, kind, session.client_id).await }
}

/// The client is there: they say so themselves, or whoever receives them does.
pub async fn arrive(tx: &CenterTx, id: SessionId) -> Outcome<SessionView> {
    let mut session = mine(tx, id, |sides| sides.holds || sides.comes).await?;
    if matches!(session.state, SessionState::CheckedIn | SessionState::InSession) {
        return find(tx, id).await;
    }
    may_become(&session, SessionState::CheckedIn)?;
    not_before_it_opens(tx, &session)?;
    if session.ends_at <= tx.now() {
        return Err(Problem::invalid("sessionId", "already_over").into());
    }
    let before = std::mem::replace(&mut session.state, SessionState::CheckedIn);
    session.arrived_at = Some(tx.now());
    no_longer_missed(tx, before, &session).await?;
    write(tx, &session, "session.arrive").await
}

/// Takes an arrival back: a wrong tap.
pub async fn undo_arrival(tx: &CenterTx, id: SessionId) -> Outcome<SessionView> {
    let mut session = mine(tx, id, |sides| sides.holds || sides.comes).await?;
    may_become(&session, SessionState::Booked)?;
    if session.state != SessionState::CheckedIn {
        return Err(Problem::invalid("sessionId", "session_state").into());
    }
    session.state = SessionState::Booked;
    session.arrived_at = None;
    write(tx, &session, "session.undo_arrival").await
}

/// It begins. At a distance it is asked first where the client is, so that help could find them.
pub async fn begin(tx: &CenterTx, id: SessionId) -> Outcome<SessionView> {
    let mut session = mine(tx, id, |sides| sides.holds).await?;
    if session.state == SessionState::InSession {
        return find(tx, id).await;
    }
    may_become(&session, SessionState::InSession)?;
    not_before_it_opens(tx, &session)?;
    if session.ends_at + APART <= tx.now() {
        return Err(Problem::invalid("sessionId", "already_over").into());
    }
    if session.place == SessionPlace::Online && !whereabouts::asked(tx, &session).await? {
        return Err(Problem::invalid("sessionId", "whereabouts_first").into());
    }
    let before = std::mem::replace(&mut session.state, SessionState::InSession);
    session.arrived_at = session.arrived_at.or(Some(tx.now()));
    session.started_at = Some(tx.now());
    no_longer_missed(tx, before, &session).await?;
    write(tx, &session, "session.begin").await
}

/// Takes a start back within minutes: a wrong tap. Whoever was there before it still is, and what the client said before it,
/// that nobody came, stands again.
pub async fn undo_begin(tx: &CenterTx, id: SessionId) -> Outcome<SessionView> {
    let mut session = mine(tx, id, |sides| sides.holds).await?;
    let not_now = |rule| Problem::invalid("sessionId", rule);
    let begun = session.started_at.ok_or_else(|| not_now("session_state"))?;
    session.arrived_at = session.arrived_at.filter(|at| *at < begun);
    session.state = session.state.before_it_began(session.arrived_at.is_some()).ok_or_else(|| not_now("session_state"))?;
    if tx.now() >= begun + UNDO_BEGIN {
        return Err(not_now("step_stands").into());
    }
    session.started_at = None;
    if told_by_client(tx, &session).await? {
        session.state = SessionState::NoShowPeer;
        staff_tasks::open(tx, StaffTaskKind::SessionUnattended, session.client_id, TaskFor::Supervisors).await?;
    }
    write(tx, &session, "session.undo_begin").await
}

/// It ends, and counts from now on.
pub async fn end(tx: &CenterTx, id: SessionId) -> Outcome<SessionView> {
    let mut session = mine(tx, id, |sides| sides.holds).await?;
    if session.state == SessionState::Completed {
        return find(tx, id).await;
    }
    if session.state != SessionState::InSession {
        return Err(Problem::invalid("sessionId", "session_state").into());
    }
    session.state = SessionState::Completed;
    // Forgotten, and pressed the next day: nobody sat there all night. What is true is put right with a reason.
    let latest = session.started_at.map_or(tx.now(), |started| started + LONGEST);
    session.ended_at = Some(tx.now().min(latest));
    lines::open(tx, &session).await?;
    write(tx, &session, "session.end").await
}

#[derive(FromQueryResult)]
struct Told {
    by_client: bool,
}

/// Whether it was the client who said that nobody came.
async fn told_by_client(tx: &CenterTx, session: &Session) -> Outcome<bool> {
    let told = tx
        .row::<Told>(
            "select missed_told_by_client as by_client from cairn.sessions where center_id = $1 and id = $2",
            [session.id.0.into()],
        )
        .await?;
    Ok(told.is_some_and(|told| told.by_client))
}

/// Whoever holds it puts right which of the two was missed; what the client said themself, nobody turns round.
async fn other_miss(tx: &CenterTx, session: &Session) -> Outcome<()> {
    if !sides(tx, session)?.holds {
        return Err(Problem::NotAllowed.into());
    }
    if tx.now() >= session.starts_at + PUT_RIGHT {
        return Err(Problem::invalid("sessionId", "step_stands").into());
    }
    if told_by_client(tx, session).await? {
        return Err(Problem::invalid("sessionId", "client_said_missed").into());
    }
    Ok(())
}

/// Somebody did not come. Nothing follows from it by itself but the wish to hear how they are.
pub async fn miss(tx: &CenterTx, id: SessionId, who: Missing) -> Outcome<SessionView> {
    let mut session = mine(tx, id, |sides| match who {
        Missing::Client => sides.holds,
        Missing::Counselor => sides.holds || sides.comes,
    })
    .await?;
    let (to, kind, whose) = match who {
        Missing::Client => (SessionState::NoShowClient, StaffTaskKind::SessionMissed, TaskFor::Member(session.counselor_id)),
        Missing::Counselor => (SessionState::NoShowPeer, StaffTaskKind::SessionUnattended, TaskFor::Supervisors),
    };
    if session.state == to {
        return find(tx, id).await;
    }
    may_become(&session, to)?;
    if tx.now() < session.starts_at {
        return Err(Problem::invalid("sessionId", "session_not_begun").into());
    }
    if session.state.was_missed() {
        other_miss(tx, &session).await?;
    }
    let before = std::mem::replace(&mut session.state, to);
    no_longer_missed(tx, before, &session).await?;
    staff_tasks::open(tx, kind, session.client_id, whose).await?;
    let by_client = tx.actor().member_id() == Some(session.client_id);
    tx.run(
        "update cairn.sessions set missed_told_by_client = missed_told_by_client or $3 where center_id = $1 and id = $2",
        [id.0.into(), by_client.into()],
    )
    .await?;
    write(tx, &session, "session.miss").await
}

#[derive(Debug, Clone)]
pub struct RecordTimes {
    pub id: SessionId,
    pub started_at: Timestamp,
    pub ended_at: Timestamp,
    pub reason: String,
}

/// Writes down afterwards when it really began and ended, or puts that right, however long ago it was: by whoever held it, looks
/// after the schedule, or supervises. What stood there before is kept.
pub async fn record(tx: &CenterTx, input: RecordTimes) -> Outcome<SessionView> {
    let mut session = mine(tx, input.id, |sides| sides.records).await?;
    if session.state != SessionState::Completed {
        may_become(&session, SessionState::Completed)?;
    }
    let reason = checked(tx, &session, &input)?;
    let id = tx.ids().event(tx.now());
    tx.run(
        "insert into cairn.session_corrections (center_id, id, session_id, by_id, at, course, started_at, ended_at, reason)
         select $1, $3, s.id, $4, $5, s.course, s.started_at, s.ended_at, $6
         from cairn.sessions s where s.center_id = $1 and s.id = $2",
        [
            session.id.0.into(),
            id.into(),
            tx.actor().member_id().ok_or(Problem::NotAllowed)?.0.into(),
            tx.at().into(),
            tx.seal(WHY, id, &reason).await?.into(),
        ],
    )
    .await?;
    let before = std::mem::replace(&mut session.state, SessionState::Completed);
    session.started_at = Some(input.started_at);
    session.ended_at = Some(input.ended_at);
    no_longer_missed(tx, before, &session).await?;
    lines::open(tx, &session).await?;
    write(tx, &session, "session.record_times").await
}

/// The reason, when the times can be true.
fn checked(tx: &CenterTx, session: &Session, input: &RecordTimes) -> Outcome<String> {
    let mut problems = Problems::default();
    let reason = problems.take(fields::paragraphs(&input.reason, "reason", LONGEST_REASON));
    if reason.as_deref().is_some_and(str::is_empty) {
        problems.push(Problem::invalid("reason", "required"));
    }
    if input.ended_at > tx.now() {
        problems.push(Problem::invalid("endedAt", "in_the_future"));
    }
    let length = input.started_at.duration_until(input.ended_at);
    if length <= SignedDuration::ZERO {
        problems.push(Problem::invalid("endedAt", "ends_before_start"));
    } else if length > LONGEST {
        problems.push(Problem::limit("endedAt", "session_too_long", LONGEST.as_hours()));
    }
    if session.starts_at.duration_until(input.started_at).abs() > APART {
        problems.push(Problem::limit("startedAt", "far_from_plan", APART.as_hours()));
    }
    problems.refuse_if_any()?;
    reason.ok_or_else(|| crate::problem::Surprise::Inconsistent("a problem that was not told").into())
}
