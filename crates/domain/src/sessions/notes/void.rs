//! Taking back what was signed. The text stays as it was, for staff to read; what it counted for is gone, and another one can be
//! written.

use jiff::Timestamp;
use sea_orm::FromQueryResult;

use super::{OBJECT, REASON, Row, SessionNote, Stage, TAKEN_BACK, addenda, reading, signed};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{SessionId, SessionNoteId};
use crate::members::fields;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::services::lines;
use crate::sessions::book;

const LONGEST_REASON: usize = 500;

#[derive(FromQueryResult)]
struct Whose {
    session_id: uuid::Uuid,
}

/// Takes a signed note back, with a reason; by a supervisor who neither wrote it nor is spoken of in it. Again is fine: it stays
/// whoever was first, with their reason.
pub async fn void(tx: &CenterTx, id: SessionNoteId, reason: &str) -> Outcome<SessionNote> {
    let missing = || Problem::not_found("noteId");
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::VoidNote, Target::NONE) {
        return Err(missing().into());
    }
    let row = tx
        .row::<Whose>("select session_id from cairn.session_notes where center_id = $1 and id = $2", [id.0.into()])
        .await?
        .ok_or_else(missing)?;
    // Whoever signs about this session, or takes back as well, waits here.
    let session = book::locked(tx, SessionId(row.session_id)).await?.ok_or_else(missing)?;
    if let Some(before) = taken_back(tx, session.id).await?.into_iter().find(|note| note.id == id) {
        return Ok(before);
    }
    let note = signed(tx, id).await?;
    tx.writable()?;
    if note.author_id == membership.member_id || note.client_id == membership.member_id {
        return Err(Problem::invalid("noteId", "own_case").into());
    }
    let reason = fields::paragraphs(reason, "reason", LONGEST_REASON)?;
    if reason.is_empty() {
        return Err(Problem::invalid("reason", "required").into());
    }
    tx.run(
        "insert into cairn.session_note_voids (center_id, note_id, reason, by_id, at) values ($1, $2, $3, $4, $5)",
        [id.0.into(), tx.seal(REASON, id.0, &reason).await?.into(), membership.member_id.0.into(), tx.at().into()],
    )
    .await?;
    lines::note_taken_back(tx, session.id).await?;
    tx.audit(Event::done("session_note.void", OBJECT, id.0).about(note.client_id).purpose("supervision"));
    let found = taken_back(tx, session.id).await?.into_iter().find(|note| note.id == id);
    found.ok_or_else(|| Surprise::Inconsistent("a note vanished").into())
}

/// What was taken back about a session, the first one first, as it was signed.
async fn taken_back(tx: &CenterTx, session: SessionId) -> Outcome<Vec<SessionNote>> {
    let rows = tx.rows::<Row>(TAKEN_BACK, [session.0.into()]).await?;
    let keys = tx.keys().await?;
    let mut notes = Vec::with_capacity(rows.len());
    for row in rows {
        let mut note = row.open(&keys)?;
        note.addenda = addenda(tx, note.id).await?;
        notes.push(note);
    }
    Ok(notes)
}

/// What was taken back about a session, for staff who may read about it. Reading is remembered. The client is told that it was,
/// and reads it no more: it may have been about somebody else.
pub async fn voided(tx: &CenterTx, session: SessionId) -> Outcome<Vec<SessionNote>> {
    let standing = reading(tx, session).await?;
    if standing.own {
        return Ok(Vec::new());
    }
    let notes = taken_back(tx, session).await?;
    for note in &notes {
        tx.audit(Event::done("session_note.read", OBJECT, note.id.0).about(note.client_id).purpose(standing.purpose));
    }
    Ok(notes)
}

#[derive(FromQueryResult)]
struct Last {
    at: Option<At>,
}

/// When the last note about a session was taken back, for everybody who may read about it. `None`: none was.
pub async fn taken_back_at(tx: &CenterTx, session: SessionId) -> Outcome<Option<Timestamp>> {
    reading(tx, session).await?;
    let row = tx
        .row::<Last>(
            "select max(v.at) as at from cairn.session_notes n
             join cairn.session_note_voids v on v.center_id = $1 and v.note_id = n.id
             where n.center_id = $1 and n.session_id = $2",
            [session.0.into()],
        )
        .await?;
    Ok(row.and_then(|row| row.at).map(|at| at.0))
}

impl SessionNote {
    /// It was taken back.
    pub fn is_void(&self) -> bool {
        matches!(&self.stage, Stage::Signed(signature) if signature.voided.is_some())
    }
}
