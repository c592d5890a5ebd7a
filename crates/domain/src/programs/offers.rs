//! The line: a freed place is kept for the first in it, for a while. The caller of what is not public holds the program's row.

use jiff::SignedDuration;
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::begin::close_former;
use super::enrollment::{Enrollment, changed, places_in_line};
use super::moves::{self, Standing, Step, day_of, locked, standing, step};
use super::program::{self, lock_all};
use super::room::{Seeks, last_place_until, nowhere_else, room};
use super::{EnrollmentState, MoveReason, ProgramState};
use crate::care;
use crate::db::{At, CenterTx, Job};
use crate::ids::{EnrollmentId, MemberId, ProgramId};
use crate::notifications;
use crate::policy::Action;
use crate::problem::{Fault, Outcome, Problem};
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

/// Whoever let an offer go is not asked again before: the next ones in line are.
const REST: SignedDuration = SignedDuration::from_hours(7 * 24);

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Keeps every free place for the next in line. `skip`: not these, this time.
pub(super) async fn offer_places(tx: &CenterTx, program_id: ProgramId, skip: &[EnrollmentId]) -> Outcome<()> {
    let program = program::find(tx, program_id, "programId").await?;
    if program.state != ProgramState::Open {
        return Ok(());
    }
    let waiting = tx
        .rows::<Id>(
            "select e.id from cairn.enrollments e
             join cairn.members m on m.center_id = $1 and m.id = e.client_id and m.state in ('active', 'invited')
             where e.center_id = $1 and e.program_id = $2 and e.state = 'waitlisted' and (e.not_before is null or e.not_before <= $3)
               and not exists (select from cairn.enrollments o where o.center_id = $1 and o.client_id = e.client_id
                 and o.state in ('intake', 'active', 'on_hold') and o.ended_on is null)",
            [program_id.0.into(), tx.at().into()],
        )
        .await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let places = places_in_line(tx, vec![program_id.0]).await?;
    let mut waiting: Vec<(i64, EnrollmentId)> =
        waiting.iter().filter_map(|row| Some((*places.get(&row.id)?, EnrollmentId(row.id)))).collect();
    waiting.retain(|(_, id)| !skip.contains(id));
    waiting.sort_unstable();
    let mut offered = Vec::new();
    for (_, id) in waiting {
        let at = standing(tx, id, "enrollmentId").await?;
        match room(tx, program_id, at.cohort_id, Seeks::Free).await? {
            Ok(()) => {
                keep(tx, &at, program.offer_hours, Step::default()).await?;
                offered.push(id);
            }
            // Somebody further back may wait for another cohort.
            Err(Problem::Invalid { rule: "program_full", .. }) => break,
            Err(_) => {}
        }
    }
    tell(tx, &offered).await
}

#[derive(FromQueryResult)]
struct Unheard {
    id: Uuid,
    client_id: Uuid,
}

/// Those of them whom no mail can have told: they have not come in yet, or their address refuses mail.
async fn unheard(tx: &CenterTx, ids: &[EnrollmentId]) -> Outcome<Vec<Unheard>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<Unheard>(
            "select e.id, e.client_id from cairn.enrollments e join cairn.members m on m.center_id = $1 and m.id = e.client_id
             where e.center_id = $1 and e.id = any($2) and (m.state = 'invited' or m.email_failed_at is not null) order by e.id",
            [ids.into()],
        )
        .await?;
    Ok(rows)
}

/// That a place is kept: by mail, and by somebody who calls where no mail can tell it.
async fn tell(tx: &CenterTx, offered: &[EnrollmentId]) -> Outcome<()> {
    if offered.is_empty() {
        return Ok(());
    }
    notifications::place_offered(tx, offered).await?;
    for one in unheard(tx, offered).await? {
        let client = MemberId(one.client_id);
        // Who can answer for them, too.
        let whose = care::counselor_of(tx, client).await?.map_or(TaskFor::Admins, TaskFor::Member);
        staff_tasks::open(tx, StaffTaskKind::OfferUnheard, client, whose).await?;
    }
    Ok(())
}

async fn keep(tx: &CenterTx, at: &Standing, hours: i32, how: Step<'_>) -> Outcome<()> {
    let until = tx.now() + SignedDuration::from_hours(i64::from(hours));
    step(tx, at, EnrollmentState::Offered, Step { offered_until: Some(until), ..how }).await?;
    tx.enqueue(Job {
        task: "program_round",
        payload: json!({ "center_id": tx.center_id().0, "program_id": at.program_id.0 }),
        run_at: Some(until),
        // Each offer its own: one key twice in one transaction is refused.
        key: Some(format!("enrollment:{}:{}", at.id.0, until.as_second())),
    });
    Ok(())
}

/// Offers a place to somebody out of turn, if there is one.
pub(super) async fn offer_one(tx: &CenterTx, at: &Standing, how: Step<'_>) -> Outcome<()> {
    let program = program::find(tx, at.program_id, "programId").await?;
    if program.state != ProgramState::Open {
        return Err(Problem::invalid("programId", "program_not_open").into());
    }
    nowhere_else(tx, at.client_id, Some(at.id)).await?;
    room(tx, at.program_id, at.cohort_id, Seeks::Free).await??;
    keep(tx, at, program.offer_hours, how).await?;
    tell(tx, &[at.id]).await
}

/// Into intake: with the place that was kept, or from an inquiry when there is room. Looked at again under the lock.
pub(super) async fn take(tx: &CenterTx, at: &Standing, how: Step<'_>) -> Outcome<()> {
    if at.state == EnrollmentState::Offered && at.offered_until.is_none_or(|until| until <= tx.now()) {
        return Err(Problem::Expired.into());
    }
    let program = program::find(tx, at.program_id, "programId").await?;
    if at.state != EnrollmentState::Offered && program.state != ProgramState::Open {
        return Err(Problem::invalid("programId", "program_not_open").into());
    }
    nowhere_else(tx, at.client_id, Some(at.id)).await?;
    if how.on.is_some() {
        day_of(tx, how.on, at.since.max(last_place_until(tx, at.client_id).await?)).await?;
    }
    let seeks = if at.state == EnrollmentState::Offered { Seeks::Offered(at.id) } else { Seeks::Free };
    room(tx, at.program_id, at.cohort_id, seeks).await??;
    step(tx, at, EnrollmentState::Intake, how).await?;
    close_former(tx, at.client_id, at.program_id, at.id).await
}

/// Back in line, with the place in it for as many times as the program says; the offer goes to the next.
pub(super) async fn give_back(tx: &CenterTx, at: &Standing, reason: MoveReason, how: Step<'_>) -> Outcome<()> {
    back_in_line(tx, at, reason, how).await?;
    offer_places(tx, at.program_id, &[at.id]).await
}

async fn back_in_line(tx: &CenterTx, at: &Standing, reason: MoveReason, how: Step<'_>) -> Outcome<()> {
    let kept = program::find(tx, at.program_id, "programId").await?.offers_kept;
    step(tx, at, EnrollmentState::Waitlisted, Step { reason: Some(reason), ..how }).await?;
    // Nobody misses what they cannot have heard of.
    let missed = reason != MoveReason::Expired || !unheard(tx, &[at.id]).await?.iter().any(|one| one.id == at.id.0);
    let loses_place = missed && at.offers_missed >= kept;
    tx.run(
        "update cairn.enrollments set not_before = $3, offers_missed = $4, waiting_since = case when $5 then $6 else waiting_since end
         where center_id = $1 and id = $2",
        [
            at.id.0.into(),
            At(tx.now() + REST).into(),
            if loses_place { 0 } else { at.offers_missed + i32::from(missed) }.into(),
            loses_place.into(),
            tx.at().into(),
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Open {
    id: Uuid,
    program_id: Uuid,
}

/// Somebody has a place: what is kept for them elsewhere goes to the next there. By a job: no second program is locked here.
pub(super) async fn came_in(tx: &CenterTx, client: MemberId, with: EnrollmentId) -> Outcome<()> {
    let open = tx
        .rows::<Open>(
            "select id, program_id from cairn.enrollments
             where center_id = $1 and client_id = $2 and state = 'offered' and id <> $3 order by id",
            [client.0.into(), with.0.into()],
        )
        .await?;
    for one in open {
        tx.enqueue(Job {
            task: "program_round",
            payload: json!({ "center_id": tx.center_id().0, "program_id": one.program_id }),
            run_at: None,
            key: Some(format!("placed:{}", one.id)),
        });
    }
    Ok(())
}

/// Offers to those who have a place elsewhere by now. They missed nothing: their place in line stays as it is.
async fn placed_elsewhere(tx: &CenterTx, program_id: ProgramId) -> Outcome<()> {
    let placed = tx
        .rows::<Id>(
            "select e.id from cairn.enrollments e
             where e.center_id = $1 and e.program_id = $2 and e.state = 'offered'
               and exists (select from cairn.enrollments o where o.center_id = $1 and o.client_id = e.client_id
                 and o.state in ('intake', 'active', 'on_hold') and o.ended_on is null) order by e.id",
            [program_id.0.into()],
        )
        .await?;
    for row in placed {
        let at = standing(tx, EnrollmentId(row.id), "enrollmentId").await?;
        step(tx, &at, EnrollmentState::Waitlisted, Step::because(MoveReason::Transferred)).await?;
    }
    Ok(())
}

/// Offers nobody answered, or nobody can take. The caller holds the program's row.
pub(super) async fn expire(tx: &CenterTx, program_id: ProgramId) -> Outcome<()> {
    placed_elsewhere(tx, program_id).await?;
    let over = tx
        .rows::<Id>(
            "select id from cairn.enrollments where center_id = $1 and program_id = $2 and state = 'offered' and offered_until <= $3
             order by offered_until, id",
            [program_id.0.into(), tx.at().into()],
        )
        .await?;
    let mut skip = Vec::new();
    for row in over {
        let at = standing(tx, EnrollmentId(row.id), "enrollmentId").await?;
        back_in_line(tx, &at, MoveReason::Expired, Step::default()).await?;
        skip.push(at.id);
    }
    offer_places(tx, program_id, &skip).await
}

/// Takes the place that was kept: the client, or staff for them. Pressing twice is taking it once.
pub async fn accept(tx: &CenterTx, id: EnrollmentId) -> Outcome<Enrollment> {
    let at = locked(tx, id).await?;
    moves::allowed(tx, &at, Action::AnswerOffer).await?;
    match at.state {
        EnrollmentState::Intake | EnrollmentState::Active => {}
        EnrollmentState::Offered => take(tx, &at, Step::default()).await?,
        // It was there, and ran out.
        EnrollmentState::Waitlisted => return Err(Problem::Expired.into()),
        _ => return Err(moves::illegal(Some(at.state)).into()),
    }
    changed(tx, id).await
}

/// Not now: the place goes to the next, one's own place in line stays.
pub async fn decline(tx: &CenterTx, id: EnrollmentId) -> Outcome<Enrollment> {
    let at = locked(tx, id).await?;
    moves::allowed(tx, &at, Action::AnswerOffer).await?;
    match at.state {
        EnrollmentState::Waitlisted => {}
        EnrollmentState::Offered => give_back(tx, &at, MoveReason::Declined, Step::default()).await?,
        _ => return Err(moves::illegal(Some(at.state)).into()),
    }
    changed(tx, id).await
}

/// Out of the line. No reason is asked for.
pub async fn withdraw(tx: &CenterTx, id: EnrollmentId) -> Outcome<Enrollment> {
    let at = locked(tx, id).await?;
    moves::allowed(tx, &at, Action::AnswerOffer).await?;
    let waits = at.state.waits() || at.state == EnrollmentState::Inquiry;
    match at.state {
        EnrollmentState::Closed => {}
        _ if !waits => return Err(moves::illegal(Some(at.state)).into()),
        _ => {
            step(tx, &at, EnrollmentState::Closed, Step::because(MoveReason::Withdrawn)).await?;
            offer_places(tx, at.program_id, &[]).await?;
        }
    }
    changed(tx, id).await
}

/// Sets who goes before whom.
pub async fn set_priority(tx: &CenterTx, id: EnrollmentId, priority: super::Priority) -> Outcome<Enrollment> {
    let at = locked(tx, id).await?;
    moves::allowed(tx, &at, Action::MoveEnrollment).await?;
    let named = (priority != super::Priority::None).then(|| priority.name());
    let sealed = tx.seal_option(super::enrollment::PRIORITY, id.0, named).await?;
    tx.run(
        "update cairn.enrollments set priority = $3, version = version + 1 where center_id = $1 and id = $2",
        [id.0.into(), sealed.into()],
    )
    .await?;
    tx.audit(
        crate::audit::Event::done("enrollment.set_priority", super::enrollment::OBJECT, id.0).about(at.client_id).purpose("care"),
    );
    changed(tx, id).await
}

/// Looks after the line of one program. Running it again changes nothing.
pub(super) async fn round(tx: &CenterTx, program_id: ProgramId) -> Outcome<()> {
    lock_all(tx, &[program_id]).await?;
    match expire(tx, program_id).await {
        // It is gone: nobody waits for it.
        Err(Fault::Problems(_)) => Ok(()),
        outcome => outcome,
    }
}
