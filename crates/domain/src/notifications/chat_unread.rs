//! "There is something new for you": one mail for everything a member has not read, a quarter of an hour after the first
//! of it, and none again until they have come back.

use jiff::SignedDuration;
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::schedule;
use crate::db::{At, CenterTx};
use crate::groups::chat::read::unread_sql;
use crate::ids::{GroupId, NotificationId};
use crate::problem::Outcome;

/// Whoever is there reads it meanwhile.
const BATCH: SignedDuration = SignedDuration::from_mins(15);
/// The reader's night, and a morning.
const USEFUL: SignedDuration = SignedDuration::from_hours(24);
/// Somebody who does not come back is told once a week that there is something.
const AGAIN: SignedDuration = SignedDuration::from_hours(24 * 7);

#[derive(FromQueryResult)]
struct Reader {
    member_id: Uuid,
}

#[derive(FromQueryResult)]
struct Planned {
    id: Uuid,
}

/// Who of a group is told about a new message, and is not told already. `$3` is its author's place.
const READERS: &str = "
select m.id as member_id
from (
  select p.member_id from cairn.memberships p
  where p.center_id = $1 and p.group_id = $2 and p.state = 'active' and p.id <> $3
    and not exists (select from cairn.chat_mutes u where u.center_id = $1 and u.membership_id = p.id and u.muted_id = $3)
  union
  select f.member_id from cairn.group_facilitators f
  where f.center_id = $1 and f.group_id = $2 and f.until is null and f.id <> $3) r
join cairn.members m on m.center_id = $1 and m.id = r.member_id
where m.state = 'active' and m.chat_mail and m.email_failed_at is null
  and not exists (select from cairn.notifications n
                  where n.center_id = $1 and n.member_id = m.id and n.kind = 'chat_unread' and n.state in ('planned', 'sending'))
  and not exists (select from cairn.notifications n
                  where n.center_id = $1 and n.member_id = m.id and n.kind = 'chat_unread' and n.state = 'sent'
                    and n.outcome = 'accepted' and n.sent_at > $4)
order by m.id";

// In one order of members: two messages in two groups of the same people wait for each other instead of dying.
const PLAN: &str = "
insert into cairn.notifications (center_id, id, member_id, kind, subject_id, subject_version, due_at, expires_at, created_at)
select $1, p.id, p.member_id, 'chat_unread', p.id, 1, $3, $4, $5
from jsonb_to_recordset($2) as p (id uuid, member_id uuid) order by p.member_id
on conflict do nothing
returning id";

/// Plans the mails about a new message, in its transaction. Mostly everybody has one planned, and this is one statement.
pub(crate) async fn plan_chat_unread(tx: &CenterTx, group_id: GroupId, author: Uuid) -> Outcome<()> {
    let values = [group_id.0.into(), author.into(), At(tx.now() - AGAIN).into()];
    let readers = tx.rows::<Reader>(READERS, values).await?;
    if readers.is_empty() {
        return Ok(());
    }
    let list: Vec<_> =
        readers.iter().map(|reader| json!({ "id": tx.ids().event(tx.now()), "member_id": reader.member_id })).collect();
    let due_at = tx.now() + BATCH;
    let values = [serde_json::Value::Array(list).into(), At(due_at).into(), At(due_at + USEFUL).into(), tx.at().into()];
    for row in tx.rows::<Planned>(PLAN, values).await? {
        schedule(tx, NotificationId(row.id), due_at);
    }
    Ok(())
}

const READ: &str = concat!(
    "update cairn.notifications n set outcome = 'read', state = case when n.state = 'planned' then 'dropped' else n.state end
     where n.center_id = $1 and n.member_id = $2 and n.kind = 'chat_unread'
       and (n.state = 'sent' and n.outcome = 'accepted'
            or n.state = 'planned' and not exists (select from ",
    unread_sql!("$2"),
    "))"
);

/// The member is here and reads: what waits is not sent when nothing is left unread, and the next message may be told
/// of again.
pub(crate) async fn chat_was_read(tx: &CenterTx, member_id: Uuid) -> Outcome<()> {
    tx.run(READ, [member_id.into()]).await?;
    Ok(())
}
