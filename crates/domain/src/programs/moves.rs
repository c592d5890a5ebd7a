//! Moving along: each move is checked against the state machine, dated in the center's zone, and remembered.
//!
//! Whoever takes or frees a place holds the program's row, and then the client's: no place is taken twice, nobody has two.

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::discharge::{self, DischargeDetails};
use super::enrollment::{Enrollment, OBJECT, changed, ties};
use super::program::{center_zone, lock_all, today};
use super::{AftercareChoice, DischargeReason, EnrollmentState, MoveReason, death, intake, next, offers, readiness, settled};
use crate::audit::Event;
use crate::db::{At, CenterTx, Day};
use crate::ids::{CohortId, EnrollmentId, MemberId, ProgramId};
use crate::members::fields;
use crate::notifications;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::Place;
use crate::staff_tasks::{self, StaffTaskKind};
use crate::zones;

pub(super) const NOTE: Place = Place::clinical("enrollment_moves", "note");
const NOTE_LIMIT: usize = 2000;

/// As it stands, with its program locked and its client's row.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    pub id: EnrollmentId,
    pub client_id: MemberId,
    pub program_id: ProgramId,
    pub cohort_id: Option<CohortId>,
    pub phase_id: Option<Uuid>,
    pub state: EnrollmentState,
    pub since: Option<Date>,
    pub offered_until: Option<Timestamp>,
    pub offers_missed: i32,
    pub peer_id: Option<Uuid>,
    pub version: i32,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    id: Uuid,
    client_id: Uuid,
    program_id: Uuid,
    cohort_id: Option<Uuid>,
    phase_id: Option<Uuid>,
    state: String,
    since: Option<Day>,
    offered_until: Option<At>,
    offers_missed: i32,
    peer_id: Option<Uuid>,
    version: i32,
}

impl Row {
    pub(super) fn standing(self) -> Result<Standing, Surprise> {
        Ok(Standing {
            id: EnrollmentId(self.id),
            client_id: MemberId(self.client_id),
            program_id: ProgramId(self.program_id),
            cohort_id: self.cohort_id.map(CohortId),
            phase_id: self.phase_id,
            state: EnrollmentState::stored(&self.state)?,
            since: self.since.map(|day| day.0),
            offered_until: self.offered_until.map(|at| at.0),
            offers_missed: self.offers_missed,
            peer_id: self.peer_id,
            version: self.version,
        })
    }
}

macro_rules! standing_sql {
    ($rest:literal) => {
        concat!(
            "select id, client_id, program_id, cohort_id, phase_id,
               case when state in ('intake', 'active', 'on_hold') and ended_on is not null then 'closed' else state end as state,
               coalesce(state_on, ended_on, started_on) as since, offered_until, offers_missed, peer_id, version
             from cairn.enrollments where center_id = $1 ",
            $rest
        )
    };
}

pub(super) use standing_sql;

pub(super) async fn standing(tx: &CenterTx, id: EnrollmentId, field: &str) -> Outcome<Standing> {
    let row = tx.row::<Row>(standing_sql!("and id = $2"), [id.0.into()]).await?;
    Ok(row.ok_or_else(|| Problem::not_found(field))?.standing()?)
}

/// Locked in the order that everybody locks in: the program, then the client.
pub(super) async fn locked(tx: &CenterTx, id: EnrollmentId) -> Outcome<Standing> {
    let before = standing(tx, id, "enrollmentId").await?;
    lock_all(tx, &[before.program_id]).await?;
    lock_client(tx, before.client_id).await?;
    // Again: it may have moved while the lock was waited for.
    standing(tx, id, "enrollmentId").await
}

/// Keys that point at the client do not wait for this; two who give the same person a place do.
pub(super) async fn lock_client(tx: &CenterTx, id: MemberId) -> Outcome<()> {
    tx.run("select from cairn.members where center_id = $1 and id = $2 for no key update", [id.0.into()]).await?;
    Ok(())
}

/// Whoever may do it, and change something.
pub(super) async fn allowed(tx: &CenterTx, standing: &Standing, action: Action) -> Outcome<Target> {
    let target = may(tx, standing, action).await?;
    tx.writable()?;
    Ok(target)
}

/// Whoever may not see it does not learn that it is there.
pub(super) async fn may(tx: &CenterTx, standing: &Standing, action: Action) -> Outcome<Target> {
    let account = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let target = ties(tx, standing.client_id, standing.peer_id, standing.state).await?;
    if !policy::allows(&account.roles, Action::ViewEnrollment, target) {
        tx.audit_refusal(Event::done("enrollment.change", OBJECT, standing.id.0).purpose("security"));
        return Err(Problem::not_found("enrollmentId").into());
    }
    if !policy::allows(&account.roles, action, target) {
        return Err(Problem::NotAllowed.into());
    }
    Ok(target)
}

/// One move.
#[derive(Debug, Clone, Default)]
pub(super) struct Step<'a> {
    /// `None`: today.
    pub on: Option<Date>,
    pub reason: Option<MoveReason>,
    pub note: Option<&'a str>,
    /// For an offer.
    pub offered_until: Option<Timestamp>,
}

impl Step<'_> {
    pub fn because(reason: MoveReason) -> Self {
        Self { reason: Some(reason), ..Self::default() }
    }
}

pub(super) fn illegal(from: Option<EnrollmentState>) -> Problem {
    Problem::IllegalMove { from, legal: next(from).to_vec() }
}

/// The day a move is written down for: not before the one before it, not in the future.
pub(super) async fn day_of(tx: &CenterTx, wanted: Option<Date>, since: Option<Date>) -> Outcome<Date> {
    let today = today(tx).await?;
    match wanted {
        // The center moved to a zone where it is still yesterday: then as late as the move before.
        None => Ok(since.map_or(today, |since| since.max(today))),
        Some(on) if on > today => Err(Problem::invalid("on", "in_the_future").into()),
        Some(on) if since.is_some_and(|since| on < since) => Err(Problem::invalid("on", "before_previous_move").into()),
        Some(on) => Ok(on),
    }
}

/// From when a wait that begins on this day counts: now, or the day's first moment where it is written down later.
pub(super) async fn waits_from(tx: &CenterTx, on: Date) -> Outcome<At> {
    let (_, zone) = center_zone(tx).await?;
    if on >= zones::today(tx.now(), &zone) {
        return Ok(tx.at());
    }
    Ok(At(zones::instant(zones::minute_of(on, 0)?, &zone)?))
}

/// Moves, if the state machine knows the move. The caller holds the locks, has looked for room, and offers what is freed.
pub(super) async fn step(tx: &CenterTx, at: &Standing, to: EnrollmentState, step: Step<'_>) -> Outcome<Standing> {
    if !next(Some(at.state)).contains(&to) {
        return Err(illegal(Some(at.state)).into());
    }
    let on = day_of(tx, step.on, at.since).await?;
    let from = if to == EnrollmentState::Waitlisted { waits_from(tx, on).await? } else { tx.at() };
    tx.run(
        "update cairn.enrollments set state = $3, state_on = $4, version = version + 1, offered_until = $5,
           started_on = case when $3 in ('intake', 'active') then coalesce(started_on, $4) else started_on end,
           ended_on = case when $3 in ('discharged', 'closed') then coalesce(ended_on, greatest(started_on, $4)) else ended_on end,
           waiting_since = case when $3 = 'waitlisted' then coalesce(waiting_since, $6) else waiting_since end
         where center_id = $1 and id = $2",
        [
            at.id.0.into(),
            to.name().into(),
            Day(on).into(),
            step.offered_until.map(At).into(),
            from.into(),
        ],
    )
    .await?;
    if to.is_in() && !at.state.is_in() {
        offers::came_in(tx, at.client_id, at.id).await?;
    }
    remember(tx, at.id, Some(at.state), to, on, &step).await?;
    tx.audit(Event::done(action(to), OBJECT, at.id.0).about(at.client_id).purpose("care"));
    arrived(tx, at, to, on).await?;
    standing(tx, at.id, "enrollmentId").await
}

pub(super) fn action(to: EnrollmentState) -> &'static str {
    match to {
        EnrollmentState::Inquiry => "enrollment.inquire",
        EnrollmentState::Waitlisted => "enrollment.wait",
        EnrollmentState::Offered => "enrollment.offer",
        EnrollmentState::Intake => "enrollment.take_in",
        EnrollmentState::Active => "enrollment.activate",
        EnrollmentState::OnHold => "enrollment.hold",
        EnrollmentState::Discharged => "enrollment.discharge",
        EnrollmentState::Aftercare => "enrollment.aftercare",
        EnrollmentState::Closed => "enrollment.close",
    }
}

pub(super) async fn remember(
    tx: &CenterTx,
    enrollment: EnrollmentId,
    from: Option<EnrollmentState>,
    to: EnrollmentState,
    on: Date,
    step: &Step<'_>,
) -> Outcome<()> {
    let id = tx.ids().event(tx.now());
    let note = step.note.map(|note| fields::paragraphs(note, "note", NOTE_LIMIT)).transpose()?.filter(|note| !note.is_empty());
    tx.run(
        "insert into cairn.enrollment_moves (center_id, id, enrollment_id, number, from_state, to_state, happened_on, recorded_at,
           by_id, reason, note)
         select $1, $2, $3, coalesce(max(m.number), 0) + 1, $4, $5, $6, $7, $8, $9, $10
         from cairn.enrollment_moves m where m.center_id = $1 and m.enrollment_id = $3",
        [
            id.into(),
            enrollment.0.into(),
            from.map(|state| state.name().to_owned()).into(),
            to.name().into(),
            Day(on).into(),
            tx.at().into(),
            tx.actor().member_id().map(|id| id.0).into(),
            step.reason.map(|reason| reason.name().to_owned()).into(),
            tx.seal_option(NOTE, id, note.as_deref()).await?.into(),
        ],
    )
    .await?;
    Ok(())
}

/// What being somewhere for the first time brings with it. Whoever is out of a program has nothing to talk over or to confirm there.
pub(super) async fn arrived(tx: &CenterTx, at: &Standing, to: EnrollmentState, on: Date) -> Outcome<()> {
    if at.state.is_in() && !to.is_in() {
        for kind in [StaffTaskKind::ReadinessTalk, StaffTaskKind::DischargeReview] {
            staff_tasks::close(tx, kind, at.client_id).await?;
        }
    }
    if at.state == EnrollmentState::Offered || (at.state.waits() && !to.waits()) {
        settled::moved_on(tx, at, to).await?;
    }
    match to {
        // From an inquiry that had somebody already.
        EnrollmentState::Waitlisted if at.state == EnrollmentState::Inquiry => notifications::peer_named(tx, at.id).await,
        EnrollmentState::Intake => intake::hand_out(tx, at.id, at.program_id, on).await,
        EnrollmentState::Active if at.phase_id.is_none() => readiness::first_phase(tx, at.id, at.program_id, on).await,
        _ => Ok(()),
    }
}

/// What aftercare somebody chose.
#[derive(Debug, Clone, Copy)]
pub struct Aftercare {
    pub choice: AftercareChoice,
    pub until: Option<Date>,
}

#[derive(Debug, Clone)]
pub struct MoveEnrollment {
    pub id: EnrollmentId,
    /// The version that was looked at.
    pub version: i32,
    pub to: EnrollmentState,
    /// `None`: today.
    pub on: Option<Date>,
    pub note: Option<String>,
    /// For discharge.
    pub discharge: Option<DischargeDetails>,
    /// For aftercare.
    pub aftercare: Option<Aftercare>,
}

/// Moves somebody along; what it frees is offered in the same transaction.
pub async fn move_on(tx: &CenterTx, input: MoveEnrollment) -> Outcome<Enrollment> {
    if input.discharge.as_ref().is_some_and(|details| details.reason == DischargeReason::Death) {
        death::lock(tx, input.id).await?;
    }
    let at = locked(tx, input.id).await?;
    allowed(tx, &at, Action::MoveEnrollment).await?;
    // Whoever comes second learns what is possible from here; an old page alone is a conflict only while the move still is.
    if !next(Some(at.state)).contains(&input.to) {
        return Err(illegal(Some(at.state)).into());
    }
    if input.version != at.version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    let how = Step { on: input.on, note: input.note.as_deref(), ..Step::default() };
    match (at.state, input.to) {
        (EnrollmentState::Offered, EnrollmentState::Waitlisted) => offers::give_back(tx, &at, MoveReason::Declined, how).await?,
        (_, EnrollmentState::Offered) => offers::offer_one(tx, &at, how).await?,
        (_, EnrollmentState::Intake) => offers::take(tx, &at, how).await?,
        (_, EnrollmentState::Discharged) => discharge::discharge(tx, &at, input.discharge, how).await?,
        (_, EnrollmentState::Aftercare) => discharge::aftercare(tx, &at, input.aftercare, how).await?,
        (_, to) => {
            let left = to == EnrollmentState::Closed && (at.state.waits() || at.state == EnrollmentState::Inquiry);
            let reason = left.then_some(MoveReason::Withdrawn);
            step(tx, &at, to, Step { reason, ..how }).await?;
            if to == EnrollmentState::Waitlisted || (at.state.takes_place() && !to.takes_place()) {
                offers::offer_places(tx, at.program_id, &[]).await?;
            }
        }
    }
    changed(tx, input.id).await
}
