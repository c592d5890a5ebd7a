//! Whether there is a place: in the program, in the cohort, and for somebody who may have one elsewhere.

use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::CohortKind;
use super::moves::{Row, standing_sql};
use super::program::{self, today};
use crate::db::{CenterTx, Day};
use crate::ids::{CohortId, EnrollmentId, MemberId, ProgramId};
use crate::problem::{Outcome, Problem, Surprise};

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

/// Whether there is a place in a cohort for somebody who has one in the program already. Under the program's lock.
pub(super) async fn cohort_room(
    tx: &CenterTx,
    program: ProgramId,
    cohort: CohortId,
    whose: EnrollmentId,
) -> Outcome<Result<(), Problem>> {
    let (begun, capacity) = cohort_open(tx, program, cohort).await?;
    if begun {
        return Ok(Err(Problem::invalid("cohortId", "cohort_closed")));
    }
    let taken = tx
        .row::<Taken>(
            "select count(*) as program, count(*) as cohort from cairn.enrollments
             where center_id = $1 and cohort_id = $2 and ended_on is null and state in ('offered', 'intake', 'active', 'on_hold')
               and id <> $3",
            [cohort.0.into(), whose.0.into()],
        )
        .await?
        .ok_or(Surprise::Inconsistent("a count without a row"))?;
    if capacity.is_some_and(|capacity| taken.cohort >= i64::from(capacity)) {
        return Ok(Err(Problem::invalid("cohortId", "cohort_full")));
    }
    Ok(Ok(()))
}

/// Whether a cohort takes nobody any more, and its places.
pub(super) async fn cohort_open(tx: &CenterTx, program: ProgramId, cohort: CohortId) -> Outcome<(bool, Option<i32>)> {
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
    match elsewhere {
        None => Ok(()),
        // The same, in words for the one whose place it is.
        Some(_) if tx.actor().member_id() == Some(client) => Err(Problem::invalid("enrollmentId", "you_have_a_place").into()),
        Some(_) => Err(Problem::invalid("clientId", "has_a_place").into()),
    }
}

#[derive(FromQueryResult)]
struct Until {
    ended_on: Option<Day>,
}

/// The day the last place of theirs ended: the next one does not begin before it.
pub(super) async fn last_place_until(tx: &CenterTx, client: MemberId) -> Outcome<Option<Date>> {
    let row = tx
        .row::<Until>(
            "select max(ended_on) as ended_on from cairn.enrollments where center_id = $1 and client_id = $2 and started_on is not null",
            [client.0.into()],
        )
        .await?;
    Ok(row.and_then(|row| row.ended_on).map(|day| day.0))
}
