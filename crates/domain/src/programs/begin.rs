//! How a way through a program begins: asked for, or with an invitation; and how all of somebody's ways end at once.

use jiff::ToSpan;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use super::enrollment::{Enrollment, OBJECT, PRIORITY, changed, ties};
use super::moves::{
    Row, Standing, Step, action, arrived, day_of, illegal, lock_client, remember, standing, standing_sql, step, waits_from,
};
use super::program::{self, lock_all, today};
use super::room::{Seeks, cohort_open, last_place_until, nowhere_else, room};
use super::{EnrollmentState, MoveReason, Priority, ProgramState, discharge, next, offers};
use crate::audit::Event;
use crate::db::{CenterTx, Day};
use crate::idempotency::{self, Claim};
use crate::ids::{CohortId, EnrollmentId, MemberId, ProgramId};
use crate::policy::{self, Action};
use crate::problem::{Outcome, Problem};

/// Ten years of days: what was before is written down elsewhere.
const OLDEST_BEGINNING: i32 = 3653;

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

/// Whoever moves this client along, be they in a program or not. Who may not see them does not learn that they are there.
pub(super) async fn may_move_client(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    let account = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let target = ties(tx, client, None, EnrollmentState::Inquiry).await?;
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
            [client.0.into()],
        )
        .await?;
    if !known.is_some_and(|known| known.is_client) {
        return Err(Problem::not_found("clientId").into());
    }
    Ok(())
}

pub async fn begin(tx: &CenterTx, input: BeginEnrollment) -> Outcome<Enrollment> {
    may_move_client(tx, input.client_id).await?;
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
    not_too_old(tx, input.on).await?;
    let since = if input.state.is_in() { last_place_until(tx, input.client_id).await? } else { None };
    let on = day_of(tx, input.on, since).await?;
    insert(tx, id, &input, on).await?;
    if input.state == EnrollmentState::Waitlisted {
        offers::offer_places(tx, input.program_id, &[]).await?;
    }
    changed(tx, id).await
}

/// Nobody begins on a slip of the keyboard.
async fn not_too_old(tx: &CenterTx, on: Option<Date>) -> Outcome<()> {
    let Some(on) = on else { return Ok(()) };
    let oldest = today(tx).await?.checked_sub(OLDEST_BEGINNING.days())?;
    if on < oldest { Err(Problem::limit("on", "too_long_ago", i64::from(OLDEST_BEGINNING)).into()) } else { Ok(()) }
}

/// Writes the first row. Whoever has been here before, and is in aftercare or discharged, begins anew.
async fn insert(tx: &CenterTx, id: EnrollmentId, input: &BeginEnrollment, on: Date) -> Outcome<Standing> {
    let priority = input.priority.filter(|priority| *priority != Priority::None).map(Priority::name);
    let written = tx
        .run(
            "insert into cairn.enrollments (center_id, id, program_id, client_id, cohort_id, state, state_on, started_on, waiting_since,
               priority, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, case when $6 in ('intake', 'active') then $7::date end,
               case when $6 = 'waitlisted' then $10::timestamptz end, $9, $8)
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
                waits_from(tx, on).await?.into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::invalid("programId", "already_enrolled").into());
    }
    if input.state.is_in() {
        close_former(tx, input.client_id, input.program_id, id).await?;
        offers::came_in(tx, input.client_id, id).await?;
    }
    let now = standing(tx, id, "enrollmentId").await?;
    let step = Step { note: input.note.as_deref(), ..Step::default() };
    remember(tx, id, None, input.state, on, &step).await?;
    tx.audit(Event::done(action(input.state), OBJECT, id.0).about(input.client_id).purpose("care"));
    arrived(tx, &now, input.state, on).await?;
    standing(tx, id, "enrollmentId").await
}

/// What went before in the same program is over when somebody is in it again: while they wait, the aftercare they chose goes on.
pub(super) async fn close_former(tx: &CenterTx, client: MemberId, program: ProgramId, except: EnrollmentId) -> Outcome<()> {
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

/// Takes somebody all the way out, from wherever they are, as the state machine allows it.
async fn walk_out(tx: &CenterTx, at: Standing, reason: MoveReason) -> Outcome<()> {
    let mut at = at;
    while at.state != EnrollmentState::Closed {
        let legal = next(Some(at.state));
        let to = if legal.contains(&EnrollmentState::Closed) { EnrollmentState::Closed } else { EnrollmentState::Discharged };
        at = step(tx, &at, to, Step::because(reason)).await?;
    }
    discharge::overtaken(tx, at.id).await
}

pub(super) async fn of_client(tx: &CenterTx, client: MemberId) -> Outcome<Vec<Standing>> {
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

/// Somebody died: no other way of theirs goes on. What ended before stays as it ended. The caller holds the programs' rows.
pub(super) async fn end_others(tx: &CenterTx, client: MemberId, but: Option<EnrollmentId>) -> Outcome<()> {
    for one in of_client(tx, client).await? {
        if Some(one.id) == but || !(one.state.is_live() || one.state == EnrollmentState::Aftercare) {
            continue;
        }
        let program = one.program_id;
        walk_out(tx, one, MoveReason::AccountEnded).await?;
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
