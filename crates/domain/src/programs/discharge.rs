//! Leaving a program. It never ends an account: groups, alias, peer and sign-in stay as they are, and what goes on is the
//! person's choice. Only after a death nothing goes on.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::enrollment::{Enrollment, OBJECT, changed};
use super::moves::{Aftercare, Standing, Step, allowed, day_of, illegal, locked, step};
use super::program::{self, today};
use super::{AftercareChoice, DischargeReason, DischargeState, EnrollmentState, GivenOrDeclined, death, next, offers};
use crate::audit::Event;
use crate::db::{At, CenterTx, Day};
use crate::ids::{EnrollmentId, MemberId};
use crate::members::fields;
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::sealed::{Place, Sealed};
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

/// Row: the enrollment.
const NOTE: Place = Place::clinical("discharges", "note");
const NOTE_LIMIT: usize = 2000;

/// What a discharge records: each as given or declined, never as left out.
#[derive(Debug, Clone)]
pub struct DischargeDetails {
    pub reason: DischargeReason,
    pub last_contact_on: Option<Date>,
    /// Not asked for after a death.
    pub overdose_education: Option<GivenOrDeclined>,
    pub crisis_plan: Option<GivenOrDeclined>,
    pub aftercare: Aftercare,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Discharge {
    pub reason: DischargeReason,
    pub on: Date,
    pub last_contact_on: Option<Date>,
    pub overdose_education: Option<GivenOrDeclined>,
    pub crisis_plan: Option<GivenOrDeclined>,
    pub aftercare: AftercareChoice,
    pub aftercare_until: Option<Date>,
    /// The client said so themself.
    pub chosen: bool,
    /// For staff only.
    pub note: Option<String>,
    pub by: MemberId,
    pub recorded_at: Timestamp,
    pub state: DischargeState,
    pub reviewed_by: Option<MemberId>,
}

#[derive(FromQueryResult)]
struct Row {
    enrollment_id: Uuid,
    reason: String,
    happened_on: Day,
    last_contact_on: Option<Day>,
    overdose_education: Option<String>,
    crisis_plan: Option<String>,
    aftercare: String,
    aftercare_until: Option<Day>,
    chosen: bool,
    note: Option<Sealed>,
    by_id: Uuid,
    recorded_at: At,
    state: String,
    reviewed_by: Option<Uuid>,
}

/// By enrollment. The caller has decided that they may be seen.
pub(super) async fn of(tx: &CenterTx, ids: Vec<Uuid>) -> Outcome<HashMap<Uuid, Discharge>> {
    let rows = tx
        .rows::<Row>(
            "select enrollment_id, reason, happened_on, last_contact_on, overdose_education, crisis_plan, aftercare, aftercare_until,
               chosen_at is not null as chosen, note, by_id, recorded_at, state, reviewed_by
             from cairn.discharges where center_id = $1 and enrollment_id = any($2)",
            [ids.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut found = HashMap::new();
    for row in rows {
        let said = |text: Option<String>| text.as_deref().map(GivenOrDeclined::stored).transpose();
        let note = row.note.map(|sealed| keys.open(NOTE, row.enrollment_id, &sealed)).transpose()?;
        found.insert(
            row.enrollment_id,
            Discharge {
                reason: DischargeReason::stored(&row.reason)?,
                on: row.happened_on.0,
                last_contact_on: row.last_contact_on.map(|day| day.0),
                overdose_education: said(row.overdose_education)?,
                crisis_plan: said(row.crisis_plan)?,
                aftercare: AftercareChoice::stored(&row.aftercare)?,
                aftercare_until: row.aftercare_until.map(|day| day.0),
                chosen: row.chosen,
                note,
                by: MemberId(row.by_id),
                recorded_at: row.recorded_at.0,
                state: DischargeState::stored(&row.state)?,
                reviewed_by: row.reviewed_by.map(MemberId),
            },
        );
    }
    Ok(found)
}

fn check(details: &DischargeDetails, on: Date, today: Date) -> Outcome<()> {
    let mut problems = Problems::default();
    let died = details.reason == DischargeReason::Death;
    if !died && details.overdose_education.is_none() {
        problems.push(Problem::invalid_at(&["discharge", "overdoseEducation"], "required"));
    }
    if !died && details.crisis_plan.is_none() {
        problems.push(Problem::invalid_at(&["discharge", "crisisPlan"], "required"));
    }
    if details.last_contact_on.is_some_and(|last| last > on) {
        problems.push(Problem::invalid_at(&["discharge", "lastContactOn"], "in_the_future"));
    }
    if died && details.aftercare.choice != AftercareChoice::No {
        problems.push(Problem::invalid_at(&["discharge", "aftercare"], "aftercare_choice"));
    }
    if let Err(problem) = until(details.aftercare, today) {
        problems.push(problem);
    }
    problems.refuse_if_any()
}

/// A date exactly where one was chosen, and not in the past.
fn until(aftercare: Aftercare, today: Date) -> Result<Option<Date>, Problem> {
    match (aftercare.choice, aftercare.until) {
        (AftercareChoice::Until, None) => Err(Problem::invalid("until", "required")),
        (AftercareChoice::Until, Some(until)) if until < today => Err(Problem::invalid("until", "in_the_past")),
        (AftercareChoice::Until, until) => Ok(until),
        (_, Some(_)) => Err(Problem::invalid("until", "aftercare_choice")),
        (_, None) => Ok(None),
    }
}

/// Discharges; on with aftercare in the same act, when that was chosen. Ending a treatment against somebody's will only asks a
/// supervisor.
pub(super) async fn discharge(tx: &CenterTx, at: &Standing, details: Option<DischargeDetails>, how: Step<'_>) -> Outcome<()> {
    let details = details.ok_or_else(|| Problem::invalid("discharge", "required"))?;
    let on = day_of(tx, how.on, at.since).await?;
    check(&details, on, today(tx).await?)?;
    let review = details.reason == DischargeReason::TerminatedByFacility;
    write(tx, at, &details, on, how.note, review).await?;
    if review {
        tx.audit(Event::done("enrollment.ask_discharge", OBJECT, at.id.0).about(at.client_id).purpose("care"));
        tx.run("update cairn.enrollments set version = version + 1 where center_id = $1 and id = $2", [at.id.0.into()]).await?;
        staff_tasks::open(tx, StaffTaskKind::DischargeReview, at.client_id, TaskFor::Supervisors).await?;
        return Ok(());
    }
    if details.reason == DischargeReason::Death {
        death::rest(tx, at.client_id, on, "discharge", Some(at.id)).await?;
    }
    carry_out(tx, at, details.aftercare, Step { on: Some(on), ..how }).await
}

async fn write(
    tx: &CenterTx,
    at: &Standing,
    details: &DischargeDetails,
    on: Date,
    note: Option<&str>,
    review: bool,
) -> Outcome<()> {
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let note = note.map(|note| fields::paragraphs(note, "note", NOTE_LIMIT)).transpose()?.filter(|note| !note.is_empty());
    let state = if review { DischargeState::Waiting } else { DischargeState::Done };
    let said = |given: Option<GivenOrDeclined>| given.map(|given| given.name().to_owned());
    tx.run(
        "insert into cairn.discharges as d (center_id, enrollment_id, reason, happened_on, last_contact_on, overdose_education, crisis_plan,
           aftercare, aftercare_until, note, by_id, recorded_at, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict (center_id, enrollment_id) do update set reason = excluded.reason, happened_on = excluded.happened_on,
           last_contact_on = excluded.last_contact_on, overdose_education = excluded.overdose_education,
           crisis_plan = excluded.crisis_plan, aftercare = excluded.aftercare, aftercare_until = excluded.aftercare_until,
           note = excluded.note, by_id = excluded.by_id, recorded_at = excluded.recorded_at, state = excluded.state,
           reviewed_by = null, reviewed_at = null, chosen_at = null",
        [
            at.id.0.into(),
            details.reason.name().into(),
            Day(on).into(),
            details.last_contact_on.map(Day).into(),
            said(details.overdose_education).into(),
            said(details.crisis_plan).into(),
            details.aftercare.choice.name().into(),
            details.aftercare.until.map(Day).into(),
            tx.seal_option(NOTE, at.id.0, note.as_deref()).await?.into(),
            me.0.into(),
            tx.at().into(),
            state.name().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Somebody is out by another way than the discharge that a supervisor was asked about: there is nothing to confirm any more.
pub(super) async fn overtaken(tx: &CenterTx, id: EnrollmentId) -> Outcome<()> {
    tx.run(
        "update cairn.discharges set state = 'refused' where center_id = $1 and enrollment_id = $2 and state = 'waiting'",
        [id.0.into()],
    )
    .await?;
    Ok(())
}

async fn carry_out(tx: &CenterTx, at: &Standing, chosen: Aftercare, how: Step<'_>) -> Outcome<()> {
    let on = how.on;
    let discharged = step(tx, at, EnrollmentState::Discharged, how).await?;
    if chosen.choice != AftercareChoice::No {
        into_aftercare(tx, &discharged, chosen, Step { on, ..Step::default() }).await?;
    }
    offers::offer_places(tx, at.program_id, &[]).await
}

async fn into_aftercare(tx: &CenterTx, at: &Standing, chosen: Aftercare, how: Step<'_>) -> Outcome<()> {
    let until = until(chosen, today(tx).await?)?;
    let program = program::find(tx, at.program_id, "programId").await?;
    step(tx, at, EnrollmentState::Aftercare, how).await?;
    tx.run(
        "update cairn.enrollments set aftercare_program_id = $3, aftercare_until = $4 where center_id = $1 and id = $2",
        [at.id.0.into(), program.aftercare_program_id.map(|id| id.0).into(), until.map(Day).into()],
    )
    .await?;
    Ok(())
}

/// Whether somebody died, as SQL: no way of theirs goes on. A mistake is mended with the account.
macro_rules! died_sql {
    ($client:literal) => {
        concat!(
            "exists (select from cairn.members gone
               where gone.center_id = $1 and gone.died_on is not null and gone.id = ",
            $client,
            ")"
        )
    };
}
pub(crate) use died_sql;

#[derive(FromQueryResult)]
struct Died {
    died: bool,
}

async fn has_died(tx: &CenterTx, client: MemberId) -> Outcome<bool> {
    let row = tx.row::<Died>(concat!("select ", died_sql!("$2"), " as died"), [client.0.into()]).await?;
    Ok(row.is_some_and(|row| row.died))
}

/// Where a way goes from here when nobody is there to go on.
pub(super) fn next_after_death(state: EnrollmentState) -> Vec<EnrollmentState> {
    next(Some(state)).iter().copied().filter(|to| *to != EnrollmentState::Aftercare).collect()
}

/// Staff write down what somebody chose after their discharge.
pub(super) async fn aftercare(tx: &CenterTx, at: &Standing, chosen: Option<Aftercare>, how: Step<'_>) -> Outcome<()> {
    if has_died(tx, at.client_id).await? {
        return Err(Problem::IllegalMove { from: Some(at.state), legal: next_after_death(at.state) }.into());
    }
    let chosen = chosen.filter(|chosen| chosen.choice != AftercareChoice::No);
    let chosen = chosen.ok_or_else(|| Problem::invalid("aftercare", "aftercare_choice"))?;
    remember_choice(tx, at, chosen).await?;
    into_aftercare(tx, at, chosen, how).await
}

async fn remember_choice(tx: &CenterTx, at: &Standing, chosen: Aftercare) -> Outcome<()> {
    tx.run(
        "update cairn.discharges set aftercare = $3, aftercare_until = $4, chosen_at = case when $5::boolean then $6::timestamptz end
         where center_id = $1 and enrollment_id = $2",
        [
            at.id.0.into(),
            chosen.choice.name().into(),
            chosen.until.map(Day).into(),
            (tx.actor().member_id() == Some(at.client_id)).into(),
            tx.at().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The client's own choice, after a discharge and at any time in aftercare: how long it goes on, or that it ends.
pub async fn choose_aftercare(tx: &CenterTx, id: EnrollmentId, chosen: Aftercare) -> Outcome<Enrollment> {
    let at = locked(tx, id).await?;
    allowed(tx, &at, Action::ChooseAftercare).await?;
    let until = until(chosen, today(tx).await?)?;
    match (at.state, chosen.choice) {
        (EnrollmentState::Discharged, AftercareChoice::No) => remember_choice(tx, &at, chosen).await?,
        (EnrollmentState::Discharged, _) => {
            remember_choice(tx, &at, chosen).await?;
            into_aftercare(tx, &at, chosen, Step::default()).await?;
        }
        (EnrollmentState::Aftercare, AftercareChoice::No) => {
            remember_choice(tx, &at, chosen).await?;
            step(tx, &at, EnrollmentState::Closed, Step::default()).await?;
        }
        (EnrollmentState::Aftercare, _) => {
            remember_choice(tx, &at, chosen).await?;
            tx.run(
                "update cairn.enrollments set aftercare_until = $3, version = version + 1 where center_id = $1 and id = $2",
                [id.0.into(), until.map(Day).into()],
            )
            .await?;
        }
        _ => return Err(illegal(Some(at.state)).into()),
    }
    tx.audit(Event::done("enrollment.choose_aftercare", OBJECT, id.0).about(at.client_id).purpose("own_data"));
    changed(tx, id).await
}

/// A supervisor looks at a discharge against somebody's will: it happens, or it does not. Whoever asked does not answer.
pub async fn review(tx: &CenterTx, id: EnrollmentId, confirm: bool) -> Outcome<Enrollment> {
    let at = locked(tx, id).await?;
    allowed(tx, &at, Action::ConfirmDischarge).await?;
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let asked = of(tx, vec![id.0]).await?.remove(&id.0).filter(|asked| asked.state == DischargeState::Waiting);
    let asked = asked.ok_or_else(|| Problem::invalid("enrollmentId", "nothing_to_review"))?;
    if asked.by == me {
        return Err(Problem::invalid("enrollmentId", "review_by_another").into());
    }
    let state = if confirm { DischargeState::Done } else { DischargeState::Refused };
    // It takes effect with the confirmation, not before.
    let on = if confirm { day_of(tx, None, at.since).await? } else { asked.on };
    let written = tx
        .run(
            "update cairn.discharges set state = $3, reviewed_by = $4, reviewed_at = $5, happened_on = $6
             where center_id = $1 and enrollment_id = $2",
            [id.0.into(), state.name().into(), me.0.into(), tx.at().into(), Day(on).into()],
        )
        .await?;
    if written != 1 {
        return Err(Surprise::Inconsistent("a discharge vanished").into());
    }
    let action = if confirm { "enrollment.confirm_discharge" } else { "enrollment.refuse_discharge" };
    tx.audit(Event::done(action, OBJECT, id.0).about(at.client_id).purpose("care"));
    staff_tasks::close(tx, StaffTaskKind::DischargeReview, at.client_id).await?;
    if confirm {
        let chosen = Aftercare { choice: asked.aftercare, until: asked.aftercare_until };
        let still = until(chosen, today(tx).await?).map_or(Aftercare { choice: AftercareChoice::No, until: None }, |_| chosen);
        carry_out(tx, &at, still, Step::default()).await?;
    } else {
        tx.run("update cairn.enrollments set version = version + 1 where center_id = $1 and id = $2", [id.0.into()]).await?;
    }
    changed(tx, id).await
}
