//! Everybody who waits, for whoever finds them a time.

use jiff::Timestamp;
use uuid::Uuid;

use super::states::SessionWaitState;
use super::waits::{Row, SessionWait, waits_sql};
use crate::care::bridges_sql;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, SessionTypeId};
use crate::paging::{Cursor, Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};

/// Which of those who wait.
#[derive(Debug, Clone, Default)]
pub struct WaitFilter {
    /// Whoever could be offered a time of theirs: who asked for them, or for anybody who cares for them.
    pub counselor_id: Option<MemberId>,
    pub type_id: Option<SessionTypeId>,
    /// `None`: whoever still waits, with or without an offer.
    pub state: Option<SessionWaitState>,
}

// `$2`: whoever sees only those in their care; `$3`: the counselor, `$4`: the kind, `$5`: the state. What is still going on has
// an index of its own, which a state that is handed in would not find.
macro_rules! list_sql {
    ($state:literal) => {
        waits_sql!(
            $state,
            " and ($2::uuid is null or exists (select from cairn.care_assignments a
                where a.center_id = $1 and a.client_id = w.client_id and a.counselor_id = $2 and a.ended_at is null) or ",
            bridges_sql!("$2", "w.client_id"),
            ")
              and ($3::uuid is null or w.counselor_id = $3 or (w.counselor_id is null and (exists (
                select from cairn.care_assignments a
                where a.center_id = $1 and a.client_id = w.client_id and a.counselor_id = $3 and a.ended_at is null) or ",
            bridges_sql!("$3", "w.client_id"),
            ")))
              and ($4::uuid is null or w.type_id = $4) and ($5::text is null or w.state = $5)
              and (w.waiting_since, w.id) > ($6, $7)
              order by w.waiting_since, w.id limit $8"
        )
    };
}
const GOING_ON: &str = list_sql!("w.state in ('waiting', 'offered')");
const OVER: &str = list_sql!("w.state in ('booked', 'left')");

/// Who waits longest comes first; counselors see those in their care, and whoever keeps contact with somebody sees them.
pub async fn list(tx: &CenterTx, filter: &WaitFilter, page: PageRequest) -> Outcome<Page<SessionWait>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let all = policy::allows(&membership.roles, Action::ListWaits, Target::NONE);
    let some = Target { assigned: true, bridges: true, ..Target::NONE };
    if !all && !policy::allows(&membership.roles, Action::ListWaits, some) {
        return Err(Problem::NotAllowed.into());
    }
    let own: Option<Uuid> = (!all).then_some(membership.member_id.0);
    let over = matches!(filter.state, Some(SessionWaitState::Booked | SessionWaitState::Left));
    let after = page.after.unwrap_or(Cursor { at: Timestamp::UNIX_EPOCH, id: Uuid::nil() });
    let rows = tx
        .rows::<Row>(
            if over { OVER } else { GOING_ON },
            [
                own.into(),
                filter.counselor_id.map(|id| id.0).into(),
                filter.type_id.map(|id| id.0).into(),
                filter.state.map(|state| state.name().to_owned()).into(),
                At(after.at).into(),
                after.id.into(),
                page.limit().into(),
            ],
        )
        .await?;
    let waits = rows.into_iter().map(Row::open).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::cut(waits, &page))
}
