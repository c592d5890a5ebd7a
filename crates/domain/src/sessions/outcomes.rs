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
    /// Called off in time, by whoever it was.
    pub cancelled_by_client: i64,
    /// By the counselor or the center, or because the counselor was away.
    pub cancelled_by_counselor: i64,
    /// After the cutoff.
    pub late_by_client: i64,
    pub late_by_counselor: i64,
    /// Planned, and nobody said yet what became of it.
    pub open: i64,
}

#[derive(FromQueryResult)]
struct Row {
    counselor_id: Uuid,
    completed: i64,
    missed_by_client: i64,
    missed_by_counselor: i64,
    cancelled_by_client: i64,
    cancelled_by_counselor: i64,
    late_by_client: i64,
    late_by_counselor: i64,
    open: i64,
}

// Whoever answers because the counselor is away calls off for the counselor.
const COUNTED: &str = "
with planned as (
  select s.counselor_id, s.state, s.course, s.cancelled_by = s.client_id and not exists (
    select from cairn.cover_answers a
    where a.center_id = $1 and a.session_id = s.id and a.state in ('cancelled', 'backup')) as by_client
  from cairn.sessions s
  where s.center_id = $1 and s.starts_at >= $2 and s.starts_at < $3 and s.state in ('booked', 'cancelled')
    and ($4::uuid is null or s.counselor_id = $4))
select counselor_id,
  count(*) filter (where course = 'completed') as completed,
  count(*) filter (where course = 'no_show_client') as missed_by_client,
  count(*) filter (where course = 'no_show_peer') as missed_by_counselor,
  count(*) filter (where state = 'cancelled' and course is null and by_client) as cancelled_by_client,
  count(*) filter (where state = 'cancelled' and course is null and by_client is not true) as cancelled_by_counselor,
  count(*) filter (where course = 'late_cancel' and by_client) as late_by_client,
  count(*) filter (where course = 'late_cancel' and by_client is not true) as late_by_counselor,
  count(*) filter (where state = 'booked' and (course is null or course in ('checked_in', 'in_session'))) as open
from planned
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
        cancelled_by_client: row.cancelled_by_client,
        cancelled_by_counselor: row.cancelled_by_counselor,
        late_by_client: row.late_by_client,
        late_by_counselor: row.late_by_counselor,
        open: row.open,
    };
    Ok(rows.into_iter().map(counted).collect())
}
