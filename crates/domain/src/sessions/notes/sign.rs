//! Signing, and what may follow a signature: another one, and an addendum. The text itself never changes.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{ADDENDUM, OBJECT, SessionNote, Stage, signed, stored, writable};
use crate::actor::Role;
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::idempotency::{self, Claim};
use crate::ids::{SessionId, SessionNoteId};
use crate::members::fields;
use crate::paging::{Cursor, Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::sessions::{Session, SessionState};

/// What is signed later than this after the session is marked as late.
pub const LATE_AFTER: SignedDuration = SignedDuration::from_hours(24);
const LONGEST_ADDENDUM: usize = 4_000;
/// How far back a screen looks for what is still to be written.
const UNFINISHED_DAYS: i64 = 180;

#[derive(FromQueryResult)]
struct Rule {
    cosign_peer_notes: bool,
}

/// What keeps a draft from being signed, all of it at once.
fn ready(note: &SessionNote, session: &Session, version: i32) -> Outcome<()> {
    let Stage::Draft { version: newest, .. } = &note.stage else {
        return Err(Problem::invalid("sessionId", "session_note_signed").into());
    };
    if *newest != version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    let mut problems = Problems::default();
    if session.state != SessionState::Completed && !session.state.was_missed() {
        problems.push(Problem::invalid("sessionId", "session_not_over"));
    }
    if !note.copies.is_empty() {
        problems.push(Problem::invalid("version", "note_set_aside"));
    }
    for prompt in note.template.prompts.iter().filter(|prompt| prompt.required) {
        if note.answers.get(prompt.key).is_none_or(|text| text.trim().is_empty()) {
            problems.push(Problem::invalid_at(&["answers", prompt.key], "required"));
        }
    }
    problems.refuse_if_any()
}

/// Whether this comes so late that it is marked.
fn is_late(session: &Session, now: Timestamp) -> bool {
    now > session.ended_at.unwrap_or(session.ends_at) + LATE_AFTER
}

/// Signs the draft that was looked at. From here on it stands as it is.
pub async fn sign(tx: &CenterTx, session_id: SessionId, version: i32) -> Outcome<SessionNote> {
    let session = writable(tx, session_id).await?;
    let note = stored(tx, session.id).await?.ok_or_else(|| Problem::invalid("sessionId", "no_draft"))?;
    ready(&note, &session, version)?;
    let rule = tx
        .row::<Rule>("select cosign_peer_notes from cairn.center_settings where center_id = $1", [])
        .await?
        .ok_or(Surprise::Inconsistent("a center without settings"))?;
    // Whoever counsels signs for themself.
    let cosign = rule.cosign_peer_notes && !tx.actor().has(Role::Counselor);
    let written = tx
        .run(
            "with draft as (
               delete from cairn.session_note_drafts where center_id = $1 and session_id = $2 and version = $3 returning *)
             insert into cairn.session_notes (center_id, id, session_id, client_id, template, body, client_line, signed_by,
               signed_at, late, cosign_required, round)
             select center_id, id, session_id, $4, template, body, client_line, $5, $6, $7, $8,
               (select 1 + count(*) from cairn.session_notes o
                join cairn.session_note_voids v on v.center_id = $1 and v.note_id = o.id
                where o.center_id = $1 and o.session_id = $2)
             from draft",
            [
                session.id.0.into(),
                version.into(),
                session.client_id.0.into(),
                session.counselor_id.0.into(),
                tx.at().into(),
                is_late(&session, tx.now()).into(),
                cosign.into(),
            ],
        )
        .await?;
    if written != 1 {
        return Err(Surprise::Inconsistent("a draft vanished").into());
    }
    tx.audit(Event::done("session_note.sign", OBJECT, note.id.0).about(session.client_id).purpose("care"));
    stored(tx, session.id).await?.ok_or_else(|| Surprise::Inconsistent("a note vanished").into())
}

/// A supervisor signs with the author. Again is fine: it stays whoever was first.
pub async fn co_sign(tx: &CenterTx, id: SessionNoteId) -> Outcome<SessionNote> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::CoSignNote, Target::NONE) {
        return Err(Problem::not_found("noteId").into());
    }
    let note = signed(tx, id).await?;
    tx.writable()?;
    if note.author_id == membership.member_id || note.client_id == membership.member_id {
        return Err(Problem::invalid("noteId", "own_case").into());
    }
    let written = tx
        .run(
            "insert into cairn.session_note_cosigns (center_id, note_id, by_id, at) values ($1, $2, $3, $4) on conflict do nothing",
            [id.0.into(), membership.member_id.0.into(), tx.at().into()],
        )
        .await?;
    if written == 1 {
        tx.audit(Event::done("session_note.co_sign", OBJECT, id.0).about(note.client_id).purpose("supervision"));
    }
    stored(tx, note.session_id).await?.ok_or_else(|| Surprise::Inconsistent("a note vanished").into())
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct AddAddendum {
    #[serde(skip)]
    pub key: Uuid,
    pub note_id: SessionNoteId,
    pub text: String,
}

/// Adds to what is signed; by whoever signed it, alone or with the author.
pub async fn add_addendum(tx: &CenterTx, input: AddAddendum) -> Outcome<SessionNote> {
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let id = input.note_id;
    let note = signed(tx, id).await?;
    tx.writable()?;
    let Stage::Signed(signature) = &note.stage else { return Err(Problem::not_found("noteId").into()) };
    if note.author_id != me && signature.cosigned.is_none_or(|(by, _)| by != me) {
        return Err(Problem::NotAllowed.into());
    }
    let text = fields::paragraphs(&input.text, "text", LONGEST_ADDENDUM)?;
    if text.is_empty() {
        return Err(Problem::invalid("text", "required").into());
    }
    let addendum = tx.ids().event(tx.now());
    if let Claim::Repeated(_) = idempotency::claim(tx, input.key, "session_note.addendum", &input, addendum).await? {
        return Ok(note);
    }
    tx.run(
        "insert into cairn.session_note_addenda (center_id, id, note_id, body, by_id, at) values ($1, $2, $3, $4, $5, $6)",
        [addendum.into(), id.0.into(), tx.seal(ADDENDUM, addendum, &text).await?.into(), me.0.into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done("session_note.addendum", OBJECT, id.0).about(note.client_id).purpose("care"));
    stored(tx, note.session_id).await?.ok_or_else(|| Surprise::Inconsistent("a note vanished").into())
}

/// Whether notes of peer mentors wait for a supervisor.
pub async fn set_cosigning(tx: &CenterTx, required: bool) -> Outcome<bool> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::ManageCenter, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    tx.run("update cairn.center_settings set cosign_peer_notes = $2 where center_id = $1", [required.into()]).await?;
    tx.audit(Event::done("center.set_cosigning", "center", tx.center_id().0));
    Ok(required)
}

#[derive(FromQueryResult)]
struct Waiting {
    id: Uuid,
    at: At,
}

/// Sessions by id, with where they stand in the list.
pub type Listed = Page<(SessionId, Timestamp)>;

fn listed(rows: Vec<Waiting>, page: &PageRequest) -> Listed {
    Page::cut(rows, page).map(|row| (SessionId(row.id), row.at.0))
}

fn edge(page: &PageRequest) -> Cursor {
    page.after.unwrap_or(Cursor { at: Timestamp::UNIX_EPOCH, id: Uuid::nil() })
}

/// The acting member's sessions that are over and have no signed note, the longest waiting first: those too of which nobody
/// said yet how they went.
pub async fn to_finish(tx: &CenterTx, page: PageRequest) -> Outcome<Listed> {
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let after = edge(&page);
    let since = tx.now().checked_sub(SignedDuration::from_hours(24 * UNFINISHED_DAYS)).map_err(Surprise::from)?;
    let rows = tx
        .rows::<Waiting>(
            "select s.id, s.starts_at as at from cairn.sessions s
             where s.center_id = $1 and s.counselor_id = $2 and s.starts_at > $3 and (s.starts_at, s.id) > ($4, $5)
               and s.state = 'booked' and (s.course in ('completed', 'no_show_client')
                 or (s.course is null or s.course in ('checked_in', 'in_session')) and s.ends_at <= $7)
               and not exists (select from cairn.session_notes n where n.center_id = $1 and n.session_id = s.id
                 and not exists (select from cairn.session_note_voids v where v.center_id = $1 and v.note_id = n.id))
             order by s.starts_at, s.id limit $6",
            [me.0.into(), At(since).into(), At(after.at).into(), after.id.into(), page.limit().into(), tx.at().into()],
        )
        .await?;
    Ok(listed(rows, &page))
}

/// Sessions whose signed note waits for a supervisor, the longest waiting first.
pub async fn to_co_sign(tx: &CenterTx, page: PageRequest) -> Outcome<Listed> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::CoSignNote, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    let after = edge(&page);
    let rows = tx
        .rows::<Waiting>(
            "select n.session_id as id, n.signed_at as at from cairn.session_notes n
             where n.center_id = $1 and n.cosign_required and n.signed_by <> $2 and (n.signed_at, n.session_id) > ($3, $4)
               and not exists (select from cairn.session_note_cosigns c where c.center_id = $1 and c.note_id = n.id)
               and not exists (select from cairn.session_note_voids v where v.center_id = $1 and v.note_id = n.id)
             order by n.signed_at, n.session_id limit $5",
            [membership.member_id.0.into(), At(after.at).into(), after.id.into(), page.limit().into()],
        )
        .await?;
    Ok(listed(rows, &page))
}
