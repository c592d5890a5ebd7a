//! How sessions went, in numbers: who was missed by whom is told apart.

use jiff::ToSpan;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::db::{At, CenterTx};
use crate::ids::MemberId;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::zones;

const LONGEST_RANGE: i32 = 366;

/// Sessions of one counselor that were planned for some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionOutcomes {
    pub counselor_id: MemberId,
    pub completed: i64,
    pub missed_by_client: i64,
    pub missed_by_counselor: i64,
    /// Called off in time.
    pub cancelled: i64,
    pub cancelled_late: i64,
    /// Planned, and nobody said yet what became of it.
    pub open: i64,
}

#[derive(FromQueryResult)]
struct Row {
    counselor_id: Uuid,
    completed: i64,
    missed_by_client: i64,
    missed_by_counselor: i64,
    cancelled: i64,
    cancelled_late: i64,
    open: i64,
}

const COUNTED: &str = "
select counselor_id,
  count(*) filter (where course = 'completed') as completed,
  count(*) filter (where course = 'no_show_client') as missed_by_client,
  count(*) filter (where course = 'no_show_peer') as missed_by_counselor,
  count(*) filter (where state = 'cancelled' and course is null) as cancelled,
  count(*) filter (where course = 'late_cancel') as cancelled_late,
  count(*) filter (where state = 'booked' and (course is null or course in ('checked_in', 'in_session'))) as open
from cairn.sessions
where center_id = $1 and starts_at >= $2 and starts_at < $3 and state in ('booked', 'cancelled')
  and ($4::uuid is null or counselor_id = $4)
group by counselor_id order by counselor_id";

/// Of days in the center's zone, both included: all counselors' for who sees every session, one's own otherwise.
pub async fn outcomes(tx: &CenterTx, from: Date, until: Date) -> Outcome<Vec<SessionOutcomes>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let all = policy::allows(&membership.roles, Action::ViewSession, Target::NONE);
    if !all && !policy::allows(&membership.roles, Action::HoldSession, Target::PARTICIPANT) {
        return Err(Problem::NotAllowed.into());
    }
    if !(0..LONGEST_RANGE).contains(&from.until(until)?.get_days()) {
        return Err(Problem::limit("until", "range_too_long", i64::from(LONGEST_RANGE)).into());
    }
    let zone = zones::stored(&membership.center.zone)?;
    let after = until.checked_add(1.day()).map_err(Surprise::from)?;
    let (starts, ends) = (zones::instant(from.into(), &zone)?, zones::instant(after.into(), &zone)?);
    let only = (!all).then_some(membership.member_id.0);
    let rows = tx.rows::<Row>(COUNTED, [At(starts).into(), At(ends).into(), only.into()]).await?;
    let counted = |row: Row| SessionOutcomes {
        counselor_id: MemberId(row.counselor_id),
        completed: row.completed,
        missed_by_client: row.missed_by_client,
        missed_by_counselor: row.missed_by_counselor,
        cancelled: row.cancelled,
        cancelled_late: row.cancelled_late,
        open: row.open,
    };
    Ok(rows.into_iter().map(counted).collect())
}
