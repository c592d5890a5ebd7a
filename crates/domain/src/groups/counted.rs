//! What meetings were, as far as what they count for depends on it: numbers, and nobody's name.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::attendance::{CORRECTABLE, open_list};
use crate::db::{At, CenterTx};
use crate::ids::MeetingId;
use crate::problem::Outcome;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Who came is known of everybody, or can no longer be put right.
    pub noted: bool,
    pub came: i32,
    /// Of those who held it, the ones whose work counts: who helps for nothing makes no group smaller.
    pub held_by: i32,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    noted: bool,
    came: i32,
    held_by: i32,
}

/// Of each of these meetings, in one statement.
pub(crate) async fn of(tx: &CenterTx, mut meetings: Vec<Uuid>) -> Outcome<HashMap<MeetingId, Counted>> {
    meetings.sort_unstable();
    meetings.dedup();
    if meetings.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = concat!(
        "select m.id, m.ends_at <= $3 or not ",
        open_list!(),
        " as noted,
           (select count(*)::integer from cairn.attendance a
            where a.center_id = $1 and a.meeting_id = m.id and a.status in ('present', 'late', 'left_early')) as came,
           (select count(*)::integer from cairn.meeting_duties d
            join cairn.group_facilitators f on f.center_id = $1 and f.id = d.facilitator_id
            join cairn.members h on h.center_id = $1 and h.id = f.member_id and h.roles && array['counselor', 'peer_mentor']
            where d.center_id = $1 and d.meeting_id = m.id and d.state = 'held') as held_by
         from cairn.meetings m where m.center_id = $1 and m.id = any($2)"
    );
    let rows = tx.rows::<Row>(sql, [meetings.into(), At(tx.now() - CORRECTABLE).into()]).await?;
    let counted = |row: Row| (MeetingId(row.id), Counted { noted: row.noted, came: row.came, held_by: row.held_by });
    Ok(rows.into_iter().map(counted).collect())
}
