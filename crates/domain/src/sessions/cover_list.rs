//! Who is away and being covered, for whoever looks after it: without the link of a mail.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::cover_ask::stands_sql;
use crate::db::{At, CenterTx};
use crate::ids::{CoveringId, MemberId};
use crate::paging::{Cursor, Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};

/// An absence, with how far the choosing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoveringRow {
    pub id: CoveringId,
    pub counselor_id: MemberId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub backup_id: Option<MemberId>,
    /// Their account is paused: nobody knows until when. It ends with the last session that was planned.
    pub paused: bool,
    /// Sessions that were asked about.
    pub asked: i32,
    /// Those that nothing was chosen for yet.
    pub open: i32,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    counselor_id: Uuid,
    starts_at: At,
    ends_at: At,
    backup_id: Option<Uuid>,
    paused: bool,
    asked: i64,
    open: i64,
}

// `$2`: whoever sees only their own; `$3`: of one counselor. What was taken back is no absence any more.
macro_rules! list_sql {
    ($rest:literal) => {
        concat!(
            "select c.id, c.counselor_id, c.starts_at, c.ends_at, c.backup_id, c.paused, n.asked, n.open
             from cairn.coverings c
             cross join lateral (select count(*) as asked, count(*) filter (where a.state = 'open') as open
               from cairn.cover_answers a where a.center_id = $1 and a.covering_id = c.id) n
             where c.center_id = $1 and ($2::uuid is null or c.counselor_id = $2) and ($3::uuid is null or c.counselor_id = $3)
               and ",
            stands_sql!(),
            " and ",
            $rest
        )
    };
}
const NOW_AND_SOON: &str = list_sql!("c.ends_at > $4 and (c.ends_at, c.id) > ($5, $6) order by c.ends_at, c.id limit $7");
const OVER: &str = list_sql!("c.ends_at <= $4 and (c.ends_at, c.id) < ($5, $6) order by c.ends_at desc, c.id desc limit $7");

/// Absences that are not over, the one that ends first at the top; with `over` those that are, the latest first. Counselors see
/// their own.
pub async fn list(tx: &CenterTx, counselor_id: Option<MemberId>, over: bool, page: PageRequest) -> Outcome<Page<CoveringRow>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let all = policy::allows(&membership.roles, Action::ViewCalendar, Target::NONE);
    if !all && !policy::allows(&membership.roles, Action::ViewCalendar, Target::OWN) {
        return Err(Problem::NotAllowed.into());
    }
    let own: Option<Uuid> = (!all).then_some(membership.member_id.0);
    let edge =
        if over { Cursor { at: tx.now(), id: Uuid::max() } } else { Cursor { at: Timestamp::UNIX_EPOCH, id: Uuid::nil() } };
    let after = page.after.unwrap_or(edge);
    let rows = tx
        .rows::<Row>(
            if over { OVER } else { NOW_AND_SOON },
            [
                own.into(),
                counselor_id.map(|id| id.0).into(),
                tx.at().into(),
                At(after.at).into(),
                after.id.into(),
                page.limit().into(),
            ],
        )
        .await?;
    let small = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
    Ok(Page::cut(rows, &page).map(|row| CoveringRow {
        id: CoveringId(row.id),
        counselor_id: MemberId(row.counselor_id),
        starts_at: row.starts_at.0,
        ends_at: row.ends_at.0,
        backup_id: row.backup_id.map(MemberId),
        paused: row.paused,
        asked: small(row.asked),
        open: small(row.open),
    }))
}
