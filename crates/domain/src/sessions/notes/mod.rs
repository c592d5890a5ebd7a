//! What is written about a session: a draft that loses no character, the client's own line in it, and then a text that never
//! changes, which others sign with and add to.

mod draft;
mod of_client;
mod sign;
pub mod templates;
mod void;

use std::collections::BTreeMap;

pub use draft::{OwnLine, SaveDraft, Saved, add_line, drop_copy, open_to_client, save};
use jiff::Timestamp;
pub use of_client::{EarlierNote, by_others};
use sea_orm::FromQueryResult;
pub use sign::{AddAddendum, LATE_AFTER, add_addendum, co_sign, set_cosigning, sign, to_co_sign, to_finish};
use templates::NoteTemplate;
use uuid::Uuid;
pub use void::{taken_back_at, void, voided};

use super::view::find as find_session;
use super::{Session, SessionView};
use crate::audit::Event;
use crate::care;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, NoteAddendumId, NoteCopyId, SessionId, SessionNoteId};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

/// Drafts are sealed for the place they are going to: signing moves them as they are.
const BODY: Place = Place::clinical("session_notes", "body");
const LINE: Place = Place::clinical("session_notes", "client_line");
const COPY: Place = Place::clinical("session_note_copies", "body");
const ADDENDUM: Place = Place::clinical("session_note_addenda", "body");
const REASON: Place = Place::clinical("session_note_voids", "reason");
const OBJECT: &str = "session_note";

/// What was answered to a template's questions, by their keys.
pub type Answers = BTreeMap<String, String>;

#[derive(Debug, Clone)]
pub struct SessionNote {
    pub id: SessionNoteId,
    pub session_id: SessionId,
    pub client_id: MemberId,
    pub author_id: MemberId,
    pub template: &'static NoteTemplate,
    pub answers: Answers,
    /// The client's own words.
    pub client_line: Option<String>,
    pub stage: Stage,
    pub addenda: Vec<Addendum>,
    /// For the author: text that came too late for its version, the oldest first.
    pub copies: Vec<NoteCopy>,
}

#[derive(Debug, Clone)]
pub enum Stage {
    Draft {
        /// Rises with each saving.
        version: i32,
        saved_at: Timestamp,
        /// Since when the client reads along and may add a line.
        opened_at: Option<Timestamp>,
        line_version: i32,
    },
    /// Never changes again.
    Signed(Signature),
}

#[derive(Debug, Clone)]
pub struct Signature {
    pub at: Timestamp,
    /// More than a day after the session.
    pub late: bool,
    pub cosign_required: bool,
    pub cosigned: Option<(MemberId, Timestamp)>,
    /// It was taken back, and counts for nothing any more.
    pub voided: Option<Voided>,
}

#[derive(Debug, Clone)]
pub struct Voided {
    pub by_id: MemberId,
    pub at: Timestamp,
    pub reason: String,
}

#[derive(Debug, Clone)]
pub struct Addendum {
    pub id: NoteAddendumId,
    pub by_id: MemberId,
    pub text: String,
    pub at: Timestamp,
}

#[derive(Debug, Clone)]
pub struct NoteCopy {
    pub id: NoteCopyId,
    pub answers: Answers,
    pub at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    session_id: Uuid,
    client_id: Uuid,
    author_id: Uuid,
    template: String,
    body: Sealed,
    client_line: Option<Sealed>,
    version: i32,
    saved_at: At,
    opened_at: Option<At>,
    line_version: i32,
    signed: bool,
    late: bool,
    cosign_required: bool,
    cosigned_by: Option<Uuid>,
    cosigned_at: Option<At>,
    voided_by: Option<Uuid>,
    voided_at: Option<At>,
    void_reason: Option<Sealed>,
}

/// What was signed about a session (`$2`), and was taken back or not.
macro_rules! signed_sql {
    ($taken_back:literal) => {
        concat!(
            "
select n.id, n.session_id, n.client_id, n.signed_by as author_id, n.template, n.body, n.client_line, 0 as version,
  n.signed_at as saved_at, null::timestamptz as opened_at, 0 as line_version, true as signed, n.late, n.cosign_required,
  c.by_id as cosigned_by, c.at as cosigned_at, v.by_id as voided_by, v.at as voided_at, v.reason as void_reason
from cairn.session_notes n
left join cairn.session_note_cosigns c on c.center_id = $1 and c.note_id = n.id
left join cairn.session_note_voids v on v.center_id = $1 and v.note_id = n.id
where n.center_id = $1 and n.session_id = $2 and v.note_id is ",
            $taken_back
        )
    };
}

/// The signed note of a session, or what is on the way to it.
const OF_SESSION: &str = concat!(
    signed_sql!("null"),
    "
union all
select d.id, d.session_id, s.client_id, d.author_id, d.template, d.body, d.client_line, d.version, d.updated_at, d.opened_at,
  d.client_line_version, false, false, false, null::uuid, null::timestamptz, null::uuid, null::timestamptz, null::bytea
from cairn.session_note_drafts d
join cairn.sessions s on s.center_id = $1 and s.id = d.session_id
where d.center_id = $1 and d.session_id = $2"
);
const TAKEN_BACK: &str = concat!(signed_sql!("not null"), " order by n.round");

fn read_answers(text: &str) -> Result<Answers, Surprise> {
    serde_json::from_str(text).map_err(|_| Surprise::Inconsistent("a note"))
}

fn write_answers(answers: &Answers) -> Result<String, Surprise> {
    serde_json::to_string(answers).map_err(|_| Surprise::Inconsistent("a note that does not serialise"))
}

impl Row {
    fn open(self, keys: &CenterKeys) -> Result<SessionNote, Surprise> {
        let voided = match (self.voided_by, self.voided_at, &self.void_reason) {
            (Some(by), Some(at), Some(reason)) => {
                Some(Voided { by_id: MemberId(by), at: at.0, reason: keys.open(REASON, self.id, reason)? })
            }
            _ => None,
        };
        let stage = if self.signed {
            Stage::Signed(Signature {
                at: self.saved_at.0,
                late: self.late,
                cosign_required: self.cosign_required,
                cosigned: self.cosigned_by.zip(self.cosigned_at).map(|(by, at)| (MemberId(by), at.0)),
                voided,
            })
        } else {
            Stage::Draft {
                version: self.version,
                saved_at: self.saved_at.0,
                opened_at: self.opened_at.map(|at| at.0),
                line_version: self.line_version,
            }
        };
        Ok(SessionNote {
            id: SessionNoteId(self.id),
            session_id: SessionId(self.session_id),
            client_id: MemberId(self.client_id),
            author_id: MemberId(self.author_id),
            template: templates::find(&self.template).ok_or(Surprise::Inconsistent("note template"))?,
            answers: read_answers(&keys.open(BODY, self.id, &self.body)?)?,
            client_line: self.client_line.map(|line| keys.open(LINE, self.id, &line)).transpose()?,
            stage,
            addenda: Vec::new(),
            copies: Vec::new(),
        })
    }
}

#[derive(FromQueryResult)]
struct AddendumRow {
    id: Uuid,
    body: Sealed,
    by_id: Uuid,
    at: At,
}

#[derive(FromQueryResult)]
struct CopyRow {
    id: Uuid,
    body: Sealed,
    at: At,
}

/// As it stands, without asking who wants to know.
async fn stored(tx: &CenterTx, session: SessionId) -> Outcome<Option<SessionNote>> {
    let Some(row) = tx.row::<Row>(OF_SESSION, [session.0.into()]).await? else { return Ok(None) };
    let keys = tx.keys().await?;
    let mut note = row.open(&keys)?;
    if matches!(note.stage, Stage::Signed(_)) {
        note.addenda = addenda(tx, note.id).await?;
    }
    note.copies = copies(tx, session).await?;
    Ok(Some(note))
}

async fn addenda(tx: &CenterTx, id: SessionNoteId) -> Outcome<Vec<Addendum>> {
    let rows = tx
        .rows::<AddendumRow>(
            "select id, body, by_id, at from cairn.session_note_addenda where center_id = $1 and note_id = $2 order by at, id",
            [id.0.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let open = |row: AddendumRow| {
        let text = keys.open(ADDENDUM, row.id, &row.body)?;
        Ok(Addendum { id: NoteAddendumId(row.id), by_id: MemberId(row.by_id), text, at: row.at.0 })
    };
    Ok(rows.into_iter().map(open).collect::<Result<_, Surprise>>()?)
}

async fn copies(tx: &CenterTx, session: SessionId) -> Outcome<Vec<NoteCopy>> {
    let rows = tx
        .rows::<CopyRow>(
            "select id, body, at from cairn.session_note_copies where center_id = $1 and session_id = $2 order by at, id",
            [session.0.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let open = |row: CopyRow| {
        let answers = read_answers(&keys.open(COPY, row.id, &row.body)?)?;
        Ok(NoteCopy { id: NoteCopyId(row.id), answers, at: row.at.0 })
    };
    Ok(rows.into_iter().map(open).collect::<Result<_, Surprise>>()?)
}

/// How the acting member stands to what is written about a session.
#[derive(Debug, Clone, Copy)]
struct Standing {
    writes: bool,
    reads: bool,
    own: bool,
    purpose: &'static str,
}

async fn standing(tx: &CenterTx, counselor: MemberId, client: MemberId) -> Outcome<Standing> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let me = membership.member_id;
    let holder = Target { participant: me == counselor, ..Target::NONE };
    let own = Target::own_if(me == client);
    let writes = policy::allows(&membership.roles, Action::WriteSessionNote, holder);
    let is_own = policy::allows(&membership.roles, Action::AddOwnLine, own);
    let assigned = !writes && !is_own && care::assigned(tx, me, client).await?;
    let reads = policy::allows(&membership.roles, Action::ReadSessionNote, Target { assigned, ..own });
    let purpose = if is_own {
        "own_data"
    } else if writes || assigned {
        "care"
    } else {
        "supervision"
    };
    Ok(Standing { writes, reads, own: is_own, purpose })
}

/// How the acting member stands to what is written about a session that they may read about; else there is none.
async fn reading(tx: &CenterTx, id: SessionId) -> Outcome<Standing> {
    let missing = || Problem::not_found("sessionId");
    let session = super::for_job(tx, id).await?.ok_or_else(missing)?;
    let standing = standing(tx, session.counselor_id, session.client_id).await?;
    if !standing.writes && !standing.reads {
        tx.audit_refusal(Event::done("session_note.read", "session", id.0).purpose("security"));
        return Err(missing().into());
    }
    Ok(standing)
}

/// What is written about a session, as far as the acting member may read it. Reading is remembered.
pub async fn of_session(tx: &CenterTx, id: SessionId) -> Outcome<Option<SessionNote>> {
    let standing = reading(tx, id).await?;
    let Some(mut note) = stored(tx, id).await? else { return Ok(None) };
    let seen = match &note.stage {
        Stage::Signed(_) => true,
        Stage::Draft { opened_at, .. } => standing.writes || (standing.own && opened_at.is_some()),
    };
    if !seen {
        return Ok(None);
    }
    if !standing.writes {
        note.copies.clear();
    }
    tx.audit(Event::done("session_note.read", OBJECT, note.id.0).about(note.client_id).purpose(standing.purpose));
    Ok(Some(note))
}

/// The session, locked, if the acting member writes about it.
async fn writable(tx: &CenterTx, id: SessionId) -> Outcome<Session> {
    let missing = || Problem::not_found("sessionId");
    let session = super::book::locked(tx, id).await?.ok_or_else(missing)?;
    if !standing(tx, session.counselor_id, session.client_id).await?.writes {
        return Err(missing().into());
    }
    tx.writable()?;
    Ok(session)
}

#[derive(FromQueryResult)]
struct Whose {
    session_id: Uuid,
}

/// A signed note that stands, by its id, as far as the acting member may read it.
async fn signed(tx: &CenterTx, id: SessionNoteId) -> Outcome<SessionNote> {
    let missing = || Problem::not_found("noteId");
    let row = tx
        .row::<Whose>("select session_id from cairn.session_notes where center_id = $1 and id = $2", [id.0.into()])
        .await?
        .ok_or_else(missing)?;
    let note = of_session(tx, SessionId(row.session_id)).await;
    let note = note.map_err(|fault| if fault.is_missing() { missing().into() } else { fault })?;
    // Another one may stand there by now: nothing is added to what was taken back.
    note.filter(|note| note.id == id).ok_or_else(|| missing().into())
}

/// The session of a note, for screens.
pub async fn session_of(tx: &CenterTx, note: &SessionNote) -> Outcome<SessionView> {
    find_session(tx, note.session_id).await
}
