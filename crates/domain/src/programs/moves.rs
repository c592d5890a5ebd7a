//! Moving along: each move is checked against the state machine, dated in the center's zone, and remembered.
//!
//! Whoever takes or frees a place holds the program's row, and then the client's: no place is taken twice, nobody has two.

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use super::discharge::{self, DischargeDetails};
use super::enrollment::{Enrollment, OBJECT, PRIORITY, changed, ties};
use super::program::{self, lock_all, today};
use super::{AftercareChoice, CohortKind, EnrollmentState, MoveReason, Priority, ProgramState, intake, next, offers, readiness};
use crate::audit::Event;
use crate::db::{At, CenterTx, Day};
use crate::idempotency::{self, Claim};
use crate::ids::{CohortId, EnrollmentId, MemberId, ProgramId};
use crate::members::fields;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::Place;

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
struct Row {
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
    fn standing(self) -> Result<Standing, Surprise> {
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
async fn lock_client(tx: &CenterTx, id: MemberId) -> Outcome<()> {
    tx.run("select from cairn.members where center_id = $1 and id = $2 for no key update", [id.0.into()]).await?;
    Ok(())
}

/// Whoever may not see it does not learn that it is there.
pub(super) async fn allowed(tx: &CenterTx, standing: &Standing, action: Action) -> Outcome<Target> {
    let account = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let target = ties(tx, standing.client_id, standing.peer_id, standing.state).await?;
    if !policy::allows(&account.roles, Action::ViewEnrollment, target) {
        tx.audit_refusal(Event::done("enrollment.change", OBJECT, standing.id.0).purpose("security"));
        return Err(Problem::not_found("enrollmentId").into());
    }
    if !policy::allows(&account.roles, action, target) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
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

/// Moves, if the state machine knows the move. The caller holds the locks, has looked for room, and offers what is freed.
pub(super) async fn step(tx: &CenterTx, at: &Standing, to: EnrollmentState, step: Step<'_>) -> Outcome<Standing> {
    if !next(Some(at.state)).contains(&to) {
        return Err(illegal(Some(at.state)).into());
    }
    let on = day_of(tx, step.on, at.since).await?;
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
            tx.at().into(),
        ],
    )
    .await?;
    remember(tx, at.id, Some(at.state), to, on, &step).await?;
    tx.audit(Event::done(action(to), OBJECT, at.id.0).about(at.client_id).purpose("care"));
    arrived(tx, at, to, on).await?;
    standing(tx, at.id, "enrollmentId").await
}

fn action(to: EnrollmentState) -> &'static str {
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

async fn remember(
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

/// What being somewhere for the first time brings with it.
async fn arrived(tx: &CenterTx, at: &Standing, to: EnrollmentState, on: Date) -> Outcome<()> {
    match to {
        EnrollmentState::Intake => intake::hand_out(tx, at.id, at.program_id, on).await,
        EnrollmentState::Active if at.phase_id.is_none() => readiness::first_phase(tx, at.id, at.program_id, on).await,
        _ => Ok(()),
    }
}

#[derive(FromQueryResult)]
struct Taken {
    program: i64,
    cohort: i64,
}

#[derive(FromQueryResult)]
struct CohortRow {
    program_id: Uuid,
    kind: String,
    starts_on: Option<Day>,
    ends_on: Option<Day>,
    capacity: Option<i32>,
    retired: bool,
}

/// Whom a place is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seeks {
    /// A place that is neither taken nor kept.
    Free,
    /// This one holds an offer: what others were offered and have not taken does not count against it.
    Offered(EnrollmentId),
}

/// Whether there is a place in a program, and in a cohort of it. Under the program's lock.
pub(super) async fn room(
    tx: &CenterTx,
    program: ProgramId,
    cohort: Option<CohortId>,
    seeks: Seeks,
) -> Outcome<Result<(), Problem>> {
    let facts = program::find(tx, program, "programId").await?;
    let holder = match seeks {
        Seeks::Free => None,
        Seeks::Offered(id) => Some(id.0),
    };
    let taken = tx
        .row::<Taken>(
            "select count(*) as program, count(*) filter (where cohort_id = $3) as cohort from cairn.enrollments
             where center_id = $1 and program_id = $2 and ended_on is null
               and (state in ('intake', 'active', 'on_hold') or (state = 'offered' and $4::uuid is null))
               and id is distinct from $4",
            [program.0.into(), cohort.map(|id| id.0).into(), holder.into()],
        )
        .await?
        .ok_or(Surprise::Inconsistent("a count without a row"))?;
    if facts.capacity.is_some_and(|capacity| taken.program >= i64::from(capacity)) {
        return Ok(Err(Problem::invalid("programId", "program_full")));
    }
    let Some(cohort) = cohort else { return Ok(Ok(())) };
    let (begun, capacity) = cohort_open(tx, program, cohort).await?;
    if begun {
        return Ok(Err(Problem::invalid("cohortId", "cohort_closed")));
    }
    if capacity.is_some_and(|capacity| taken.cohort >= i64::from(capacity)) {
        return Ok(Err(Problem::invalid("cohortId", "cohort_full")));
    }
    Ok(Ok(()))
}

/// Whether a cohort takes nobody any more, and its places.
async fn cohort_open(tx: &CenterTx, program: ProgramId, cohort: CohortId) -> Outcome<(bool, Option<i32>)> {
    let row = tx
        .row::<CohortRow>(
            "select program_id, kind, starts_on, ends_on, capacity, retired_at is not null as retired
             from cairn.program_cohorts where center_id = $1 and id = $2",
            [cohort.0.into()],
        )
        .await?
        .filter(|row| row.program_id == program.0 && !row.retired)
        .ok_or_else(|| Problem::not_found("cohortId"))?;
    let today = today(tx).await?;
    let begun = CohortKind::stored(&row.kind)? == CohortKind::Closed && row.starts_on.is_some_and(|day| today > day.0);
    Ok((begun || row.ends_on.is_some_and(|day| today > day.0), row.capacity))
}

/// One place a client: whoever is in another program is moved out of it first.
pub(super) async fn nowhere_else(tx: &CenterTx, client: MemberId, except: Option<EnrollmentId>) -> Outcome<()> {
    let elsewhere = tx
        .row::<Row>(
            standing_sql!("and client_id = $2 and state in ('intake', 'active', 'on_hold') and ended_on is null and id is distinct from $3 limit 1"),
            [client.0.into(), except.map(|id| id.0).into()],
        )
        .await?;
    if elsewhere.is_some() { Err(Problem::invalid("clientId", "has_a_place").into()) } else { Ok(()) }
}

/// How a way through a program begins.
#[derive(Debug, Clone, Serialize)]
pub struct BeginEnrollment {
    /// Idempotency key.
    #[serde(skip)]
    pub key: Uuid,
    pub client_id: MemberId,
    pub program_id: ProgramId,
    pub cohort_id: Option<CohortId>,
    pub state: EnrollmentState,
    /// `None`: today.
    pub on: Option<Date>,
    pub priority: Option<Priority>,
    pub note: Option<String>,
}

#[derive(FromQueryResult)]
struct Known {
    is_client: bool,
}

pub async fn begin(tx: &CenterTx, input: BeginEnrollment) -> Outcome<Enrollment> {
    let account = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let target = ties(tx, input.client_id, None, EnrollmentState::Inquiry).await?;
    if !policy::allows(&account.roles, Action::ViewEnrollment, target) {
        return Err(Problem::not_found("clientId").into());
    }
    if !policy::allows(&account.roles, Action::MoveEnrollment, target) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    let known = tx
        .row::<Known>(
            "select roles @> array['client'] and state <> 'ended' as is_client from cairn.members where center_id = $1 and id = $2",
            [input.client_id.0.into()],
        )
        .await?;
    if !known.is_some_and(|known| known.is_client) {
        return Err(Problem::not_found("clientId").into());
    }
    let program = program::locked(tx, input.program_id, "programId").await?;
    let id = EnrollmentId(tx.ids().person());
    if let Claim::Repeated(id) = idempotency::claim(tx, input.key, "enrollment.begin", &input, id.0).await? {
        return changed(tx, EnrollmentId(id)).await;
    }
    if !next(None).contains(&input.state) {
        return Err(illegal(None).into());
    }
    if program.state != ProgramState::Open {
        return Err(Problem::invalid("programId", "program_not_open").into());
    }
    lock_client(tx, input.client_id).await?;
    if input.state.is_in() {
        nowhere_else(tx, input.client_id, None).await?;
        room(tx, input.program_id, input.cohort_id, Seeks::Free).await??;
    } else if let Some(cohort) = input.cohort_id {
        // Nobody waits for a cohort that takes nobody.
        if cohort_open(tx, input.program_id, cohort).await?.0 {
            return Err(Problem::invalid("cohortId", "cohort_closed").into());
        }
    }
    let on = day_of(tx, input.on, None).await?;
    insert(tx, id, &input, on).await?;
    if input.state == EnrollmentState::Waitlisted {
        offers::offer_places(tx, input.program_id, &[]).await?;
    }
    changed(tx, id).await
}

/// Writes the first row. Whoever has been here before, and is in aftercare or discharged, begins anew.
async fn insert(tx: &CenterTx, id: EnrollmentId, input: &BeginEnrollment, on: Date) -> Outcome<Standing> {
    let priority = input.priority.filter(|priority| *priority != Priority::None).map(Priority::name);
    let written = tx
        .run(
            "insert into cairn.enrollments (center_id, id, program_id, client_id, cohort_id, state, state_on, started_on, waiting_since,
               priority, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, case when $6 in ('intake', 'active') then $7::date end,
               case when $6 = 'waitlisted' then $8::timestamptz end, $9, $8)
             on conflict do nothing",
            [
                id.0.into(),
                input.program_id.0.into(),
                input.client_id.0.into(),
                input.cohort_id.map(|id| id.0).into(),
                input.state.name().into(),
                Day(on).into(),
                tx.at().into(),
                tx.seal_option(PRIORITY, id.0, priority).await?.into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::invalid("programId", "already_enrolled").into());
    }
    close_former(tx, input.client_id, input.program_id, id).await?;
    let now = standing(tx, id, "enrollmentId").await?;
    let step = Step { note: input.note.as_deref(), ..Step::default() };
    remember(tx, id, None, input.state, on, &step).await?;
    tx.audit(Event::done(action(input.state), OBJECT, id.0).about(input.client_id).purpose("care"));
    arrived(tx, &now, input.state, on).await?;
    standing(tx, id, "enrollmentId").await
}

/// What went before in the same program is over when something new begins there.
async fn close_former(tx: &CenterTx, client: MemberId, program: ProgramId, except: EnrollmentId) -> Outcome<()> {
    let former = tx
        .rows::<Row>(
            standing_sql!(
                "and client_id = $2 and program_id = $3 and id <> $4 and state in ('discharged', 'aftercare') order by id"
            ),
            [client.0.into(), program.0.into(), except.0.into()],
        )
        .await?;
    for row in former {
        step(tx, &row.standing()?, EnrollmentState::Closed, Step::because(MoveReason::Returned)).await?;
    }
    Ok(())
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
    let at = locked(tx, input.id).await?;
    allowed(tx, &at, Action::MoveEnrollment).await?;
    if input.version != at.version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    if !next(Some(at.state)).contains(&input.to) {
        return Err(illegal(Some(at.state)).into());
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

/// Takes somebody all the way out, from wherever they are, as the state machine allows it.
async fn walk_out(tx: &CenterTx, at: Standing, reason: MoveReason) -> Outcome<()> {
    let mut at = at;
    while at.state != EnrollmentState::Closed {
        let legal = next(Some(at.state));
        let to = if legal.contains(&EnrollmentState::Closed) { EnrollmentState::Closed } else { EnrollmentState::Discharged };
        at = step(tx, &at, to, Step::because(reason)).await?;
    }
    Ok(())
}

async fn of_client(tx: &CenterTx, client: MemberId) -> Outcome<Vec<Standing>> {
    let rows = tx.rows::<Row>(standing_sql!("and client_id = $2 and state <> 'closed' order by id"), [client.0.into()]).await?;
    let all: Result<Vec<_>, _> = rows.into_iter().map(Row::standing).collect();
    Ok(all?.into_iter().filter(|one| one.state != EnrollmentState::Closed).collect())
}

/// Gives a client a place at once: they come with an invitation into it. Having one there already is fine; one in another
/// program ends, as a transfer.
pub(crate) async fn enroll(tx: &CenterTx, client: MemberId, program_id: ProgramId) -> Outcome<()> {
    let places: Vec<Standing> = of_client(tx, client).await?.into_iter().filter(|one| one.state.is_live()).collect();
    let mut programs: Vec<ProgramId> = places.iter().map(|one| one.program_id).collect();
    programs.push(program_id);
    lock_all(tx, &programs).await?;
    lock_client(tx, client).await?;
    let mut freed = Vec::new();
    for place in of_client(tx, client).await?.into_iter().filter(|one| one.state.is_live()) {
        if place.program_id == program_id && place.state.is_in() {
            return Ok(());
        }
        if place.program_id == program_id || place.state.is_in() {
            freed.push(place.program_id);
            walk_out(tx, place, MoveReason::Transferred).await?;
        }
    }
    room(tx, program_id, None, Seeks::Free).await??;
    let begin = BeginEnrollment {
        key: Uuid::nil(),
        client_id: client,
        program_id,
        cohort_id: None,
        state: EnrollmentState::Active,
        on: None,
        priority: None,
        note: None,
    };
    let on = today(tx).await?;
    insert(tx, EnrollmentId(tx.ids().person()), &begin, on).await?;
    for program in freed {
        offers::offer_places(tx, program, &[]).await?;
    }
    Ok(())
}

/// Ends everything of somebody who is not a client any more, or never came.
pub(crate) async fn end_enrollment(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    let all = of_client(tx, client).await?;
    if all.is_empty() {
        return Ok(());
    }
    let programs: Vec<ProgramId> = all.iter().map(|one| one.program_id).collect();
    lock_all(tx, &programs).await?;
    for one in of_client(tx, client).await? {
        walk_out(tx, one, MoveReason::AccountEnded).await?;
    }
    for program in programs {
        offers::offer_places(tx, program, &[]).await?;
    }
    Ok(())
}
