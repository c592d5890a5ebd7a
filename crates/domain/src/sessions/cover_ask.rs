//! Who is asked because a counselor is away: everybody with a session ahead in that time. Nobody is left out, and nobody is asked
//! twice about one session.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Session;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, SessionId};
use crate::notifications;
use crate::problem::{Outcome, Problem};
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

/// Whether the absence `c` still stands, as SQL: an account that is paused, or time off that was not taken back.
macro_rules! stands_sql {
    () => {
        "(case when c.paused then c.over_at is null
          else exists (select from cairn.time_off t where t.center_id = $1 and t.id = c.id) end)"
    };
}
pub(super) use stands_sql;

// Of two absences over each other, the one that nobody knows the end of asks. `$4`: one session only.
const UNASKED: &str = concat!(
    "select distinct on (s.starts_at, s.id) s.id, s.client_id, s.starts_at, c.id as covering_id
     from cairn.sessions s
     join cairn.coverings c on c.center_id = $1 and c.counselor_id = $2 and c.starts_at < s.ends_at
       and (c.paused or s.starts_at < c.ends_at) and ",
    stands_sql!(),
    " where s.center_id = $1 and s.counselor_id = $2 and s.state = 'booked' and s.starts_at > $3
       and ($4::uuid is null or s.id = $4)
       and not exists (select from cairn.cover_answers o where o.center_id = $1 and o.session_id = s.id and o.state = 'open')
     order by s.starts_at, s.id, c.paused desc, c.created_at desc, c.id"
);

// What was settled and is not any more (a cancellation was taken back) is asked again.
const ASK: &str = "
insert into cairn.cover_answers as a (center_id, id, covering_id, session_id, client_id, state)
select $1, r.id, r.covering_id, r.session_id, r.client_id, 'open'
from jsonb_to_recordset($2) as r (id uuid, covering_id uuid, session_id uuid, client_id uuid)
on conflict (center_id, covering_id, session_id)
  do update set state = 'open', answered_by = null, answered_at = null, version = a.version + 1
  where a.state not in ('open', 'backup')
returning a.id, a.session_id, a.version";

#[derive(FromQueryResult)]
struct Unasked {
    id: Uuid,
    client_id: Uuid,
    starts_at: At,
    covering_id: Uuid,
}

#[derive(FromQueryResult)]
struct Asked {
    id: Uuid,
    session_id: Uuid,
    version: i32,
}

/// Asks about every session ahead that lies in an absence of this counselor and that nobody was asked about, or about one of
/// them. One message a person, however many sessions it is about; and the center keeps it in hand until there is an answer.
pub(super) async fn ask(tx: &CenterTx, counselor: MemberId, only: Option<SessionId>) -> Outcome<()> {
    let unasked = tx.rows::<Unasked>(UNASKED, [counselor.0.into(), tx.at().into(), only.map(|id| id.0).into()]).await?;
    if unasked.is_empty() {
        return Ok(());
    }
    let wanted = |row: &Unasked| {
        let id = tx.ids().event(tx.now());
        json!({ "id": id, "covering_id": row.covering_id, "session_id": row.id, "client_id": row.client_id })
    };
    let wanted = Json::Array(unasked.iter().map(wanted).collect());
    let written = tx.rows::<Asked>(ASK, [wanted.into()]).await?;
    let written: HashMap<Uuid, Asked> = written.into_iter().map(|row| (row.session_id, row)).collect();
    let asked = || unasked.iter().filter_map(|row| Some((row, written.get(&row.id)?)));
    // By start: the one message is of use until the last of them.
    let last: HashMap<Uuid, Timestamp> = asked().map(|(row, _)| (row.client_id, row.starts_at.0)).collect();
    let mut told = HashSet::new();
    for (row, asked) in asked() {
        if told.insert(row.client_id) {
            let client = MemberId(row.client_id);
            let useful = last.get(&row.client_id).copied().unwrap_or(row.starts_at.0);
            notifications::booking_question(tx, asked.id, asked.version, client, useful).await?;
            staff_tasks::open(tx, StaffTaskKind::CoverUnanswered, client, TaskFor::Admins).await?;
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Kept {
    kept: bool,
}

/// A cancellation was taken back. Where the counselor is still away then, the question is open again: their session is not left
/// to somebody who will not be there. The caller holds the session, and with it waited for an absence that was being written.
pub(crate) async fn back_again(tx: &CenterTx, session: &Session) -> Outcome<()> {
    ask(tx, session.counselor_id, Some(session.id)).await?;
    let row = tx
        .row::<Kept>(
            "select exists (select from cairn.members m where m.center_id = $1 and m.id = $2 and (m.state = 'active'
               or exists (select from cairn.cover_answers a where a.center_id = $1 and a.session_id = $3 and a.state = 'open')))
               as kept",
            [session.counselor_id.0.into(), session.id.0.into()],
        )
        .await?;
    // Paused since, with no other session ahead: there is no absence that could ask.
    if row.is_some_and(|row| row.kept) { Ok(()) } else { Err(Problem::invalid("sessionId", "undo_over").into()) }
}
