//! Notes that are not signed a day after, and sessions of which nobody said how they went: a word to whoever held the session,
//! after three days to who supervises them too. One mail a day for all of them, which names none.

use jiff::SignedDuration;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Kind, Plan, plan};
use crate::db::CenterTx;
use crate::ids::MemberId;
use crate::problem::Outcome;

/// The next one comes after it.
const USEFUL: SignedDuration = SignedDuration::from_hours(23);

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    day: i32,
}

/// A session of `n.member_id`, or of somebody they supervise, had no signed note a day before `n.due_at`, and has none now.
/// `m` is the member.
macro_rules! note_waits_sql {
    () => {
        "select from cairn.sessions u
    where u.center_id = $1 and u.starts_at > n.due_at - interval '30 days' and u.starts_at < n.due_at
      and u.state = 'booked' and u.course is distinct from 'no_show_peer' and coalesce(u.ended_at, u.ends_at) <= n.due_at - interval '24 hours'
      and (u.counselor_id = n.member_id or m.roles @> array['supervisor'] or exists (select from cairn.mentor_profiles p
        where p.center_id = $1 and p.mentor_id = u.counselor_id and p.supervisor_id = n.member_id))
      and not exists (select from cairn.session_notes t where t.center_id = $1 and t.session_id = u.id
        and not exists (select from cairn.session_note_voids v where v.center_id = $1 and v.note_id = t.id))"
    };
}
pub(super) use note_waits_sql;

// What was not written in a month is not written because of another mail.
const WHO: &str = "
with late as (
  select s.counselor_id, bool_or(coalesce(s.ended_at, s.ends_at) <= $2::timestamptz - interval '72 hours') as long
  from cairn.sessions s
  where s.center_id = $1 and s.starts_at > $2::timestamptz - interval '30 days' and s.starts_at < $2::timestamptz - interval '24 hours'
    and s.state = 'booked' and s.course is distinct from 'no_show_peer'
    and coalesce(s.ended_at, s.ends_at) <= $2::timestamptz - interval '24 hours'
    and not exists (select from cairn.session_notes n where n.center_id = $1 and n.session_id = s.id
      and not exists (select from cairn.session_note_voids v where v.center_id = $1 and v.note_id = n.id))
  group by s.counselor_id)
select m.id, ($2::timestamptz at time zone c.zone)::date - date '2020-01-01' as day
from cairn.members m
join directory.centers c on c.id = $1
where m.center_id = $1 and m.state = 'active' and m.session_reminders and (
  exists (select from late l where l.counselor_id = m.id)
  or exists (select from late l
    left join cairn.mentor_profiles p on p.center_id = $1 and p.mentor_id = l.counselor_id
    where l.long and l.counselor_id <> m.id
      and (p.supervisor_id = m.id or p.supervisor_id is null and m.roles @> array['supervisor'])))
order by m.id";

/// At most once a day for everybody, however often this runs.
pub(crate) async fn notes_waiting(tx: &CenterTx) -> Outcome<()> {
    let rows = tx.rows::<Row>(WHO, [tx.at().into()]).await?;
    let one = |row: Row| Plan {
        member_id: MemberId(row.id),
        kind: Kind::NotesWaiting,
        subject_id: row.id,
        subject_version: row.day,
        due_at: tx.now(),
        expires_at: tx.now() + USEFUL,
    };
    let plans: Vec<Plan> = rows.into_iter().map(one).collect();
    plan(tx, &plans).await
}
