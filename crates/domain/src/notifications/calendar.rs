//! A session as a calendar knows it: when, and nothing else.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::db::{At, CenterTx};
use crate::exits::{self, Exit, Released};
use crate::ids::{MemberId, SessionId};
use crate::language::Locale;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};

/// No names, no place, no link: a calendar is shared with families and employers.
#[derive(Debug, Clone, PartialEq)]
pub struct CalendarFacts {
    /// Stable per session, says nothing; the composer adds a neutral host.
    pub uid: String,
    /// Version of the session: rises with each change.
    pub version: i32,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub cancelled: bool,
    /// When these facts were true.
    pub stamp: Timestamp,
    /// The reader's.
    pub locale: Locale,
}

#[derive(FromQueryResult)]
struct Row {
    counselor_id: Uuid,
    client_id: Uuid,
    starts_at: At,
    ends_at: At,
    state: String,
    version: i32,
}

pub(super) async fn uid(tx: &CenterTx, session_id: Uuid) -> Result<String, Surprise> {
    let hash = tx.keys().await?.index("calendar-uid", session_id.as_bytes());
    Ok(hex::encode(&hash[..16]))
}

/// One session as a file for the acting member's own calendar. The caller commits: the disclosure row belongs to it.
pub async fn for_download(tx: &CenterTx, id: SessionId) -> Outcome<Released<CalendarFacts>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let me = membership.member_id;
    let row = tx
        .row::<Row>(
            "select counselor_id, client_id, starts_at, ends_at, state, version from cairn.sessions
             where center_id = $1 and id = $2 and client_id is not null",
            [id.0.into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("id"))?;
    let participant = me.0 == row.counselor_id || me.0 == row.client_id;
    // Others who may look at a session have no business with it in their calendars.
    if !participant || !policy::allows(&membership.roles, Action::ViewSession, Target::PARTICIPANT) {
        return Err(Problem::not_found("id").into());
    }
    let facts = CalendarFacts {
        uid: uid(tx, id.0).await?,
        version: row.version,
        starts_at: row.starts_at.0,
        ends_at: row.ends_at.0,
        cancelled: row.state == "cancelled",
        stamp: tx.now(),
        locale: membership.locale,
    };
    let exit = Exit {
        kind: exits::Kind::CalendarFile,
        recipient: me,
        clients: vec![MemberId(row.client_id)],
        subject_type: "session",
        subject_id: id.0,
    };
    exits::release(tx, exit, facts).await
}
