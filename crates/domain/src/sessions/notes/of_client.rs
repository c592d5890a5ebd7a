//! What others signed about a client: whoever takes over finds what was before.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::audit::Event;
use crate::care;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, SessionId, SessionNoteId};
use crate::paging::{Cursor, Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};

/// Which note it is; its text is read one by one.
#[derive(Debug, Clone)]
pub struct EarlierNote {
    pub id: SessionNoteId,
    pub session_id: SessionId,
    pub author_id: MemberId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    session_id: Uuid,
    author_id: Uuid,
    starts_at: At,
    ends_at: At,
}

/// Signed notes about a client that stand and that others wrote, of the newest session first.
pub async fn by_others(tx: &CenterTx, client: MemberId, page: PageRequest) -> Outcome<Page<EarlierNote>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let me = membership.member_id;
    let own = Target::own_if(me == client);
    let assigned = me != client && care::assigned(tx, me, client).await?;
    if !policy::allows(&membership.roles, Action::ReadSessionNote, Target { assigned, ..own }) {
        tx.audit_refusal(Event::done("session_note.read", "client", client.0).purpose("security"));
        return Err(Problem::NotAllowed.into());
    }
    let before = page.after.unwrap_or(Cursor { at: Timestamp::MAX, id: Uuid::max() });
    let rows = tx
        .rows::<Row>(
            "select n.id, n.session_id, n.signed_by as author_id, s.starts_at, s.ends_at
             from cairn.session_notes n
             join cairn.sessions s on s.center_id = $1 and s.id = n.session_id
             where n.center_id = $1 and n.client_id = $2 and n.signed_by <> $3 and (s.starts_at, n.id) < ($4, $5)
               and not exists (select from cairn.session_note_voids v where v.center_id = $1 and v.note_id = n.id)
             order by s.starts_at desc, n.id desc limit $6",
            [client.0.into(), me.0.into(), At(before.at).into(), before.id.into(), page.limit().into()],
        )
        .await?;
    if !rows.is_empty() {
        let purpose = if own.own {
            "own_data"
        } else if assigned {
            "care"
        } else {
            "supervision"
        };
        tx.audit(Event::done("session_note.list", "client", client.0).about(client).purpose(purpose));
    }
    Ok(Page::cut(rows, &page).map(|row| EarlierNote {
        id: SessionNoteId(row.id),
        session_id: SessionId(row.session_id),
        author_id: MemberId(row.author_id),
        starts_at: row.starts_at.0,
        ends_at: row.ends_at.0,
    }))
}
