//! Who sees which files.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Document, DocumentState, FileType, NAME, Rejection};
use crate::actor::Membership;
use crate::audit::Event;
use crate::care;
use crate::db::{At, CenterTx};
use crate::ids::{DocumentId, MemberId, SessionId};
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::Sealed;

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub session_id: Option<Uuid>,
    pub uploaded_by: Uuid,
    pub name: Sealed,
    pub content_type: String,
    pub size: i64,
    pub sha256: Vec<u8>,
    pub quarantine_key: String,
    pub object_key: Option<String>,
    pub state: String,
    pub rejection: Option<String>,
    pub scanned: bool,
    pub created_at: At,
}

/// Whose, or which session's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The acting member's own.
    Own,
    Client(MemberId),
    Session(SessionId),
}

/// How the acting member stands to a client's files. One statement, none for one's own.
pub(super) async fn relation(tx: &CenterTx, membership: &Membership, client: MemberId) -> Outcome<Target> {
    let own = membership.member_id == client;
    let assigned = !own && care::assigned(tx, membership.member_id, client).await?;
    Ok(Target { own, assigned, ..Target::NONE })
}

/// Why the acting member looks at it, for the audit.
pub(super) fn purpose(target: Target) -> &'static str {
    if target.own { "own_data" } else { "care" }
}

impl Row {
    pub fn state(&self) -> Outcome<DocumentState> {
        Ok(DocumentState::parse(&self.state).ok_or(Surprise::Inconsistent("document state"))?)
    }

    pub async fn open(&self, tx: &CenterTx, membership: &Membership, target: Target) -> Outcome<Document> {
        let target = Target { author: self.uploaded_by == membership.member_id.0, ..target };
        let rejection = match self.rejection.as_deref() {
            Some(name) => Some(Rejection::parse(name).ok_or(Surprise::Inconsistent("document rejection"))?),
            None => None,
        };
        Ok(Document {
            id: DocumentId(self.id),
            client_id: MemberId(self.client_id),
            session_id: self.session_id.map(SessionId),
            uploaded_by: MemberId(self.uploaded_by),
            name: tx.keys().await?.open(NAME, self.id, &self.name)?,
            file_type: FileType::parse(&self.content_type).ok_or(Surprise::Inconsistent("document type"))?,
            size: self.size,
            state: self.state()?,
            rejection,
            scanned: self.scanned,
            created_at: self.created_at.0,
            can_delete: policy::allows(&membership.roles, Action::DeleteDocument, target),
        })
    }
}

/// The row and how the acting member stands to it, if they may see it.
pub(super) async fn visible(tx: &CenterTx, membership: &Membership, id: DocumentId) -> Outcome<Option<(Row, Target)>> {
    let row = tx
        .row::<Row>(
            "select id, client_id, session_id, uploaded_by, name, content_type, size, sha256, quarantine_key, object_key,
                    state, rejection, scanned, created_at
             from cairn.documents
             where center_id = $1 and id = $2 and (state = 'ready' or (uploaded_by = $3 and state <> 'deleted'))",
            [id.0.into(), membership.member_id.0.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let target = relation(tx, membership, MemberId(row.client_id)).await?;
    let target = Target { author: row.uploaded_by == membership.member_id.0, ..target };
    Ok(policy::allows(&membership.roles, Action::ViewDocument, target).then_some((row, target)))
}

/// One file; `None` when there is none for the acting member. The read is audited.
pub async fn find(tx: &CenterTx, id: DocumentId) -> Outcome<Option<Document>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let Some((row, target)) = visible(tx, membership, id).await? else {
        tx.audit_refusal(Event::done("document.view", "document", id.0).purpose("security"));
        return Ok(None);
    };
    let client = MemberId(row.client_id);
    tx.audit(Event::done("document.view", "document", id.0).about(client).purpose(purpose(target)));
    row.open(tx, membership, target).await.map(Some)
}

/// Files, newest first. The read is audited once, whatever the page holds. `Problem::NotFound` for a client or session
/// that the acting member may not see.
pub async fn list(tx: &CenterTx, of: Of, page: PageRequest) -> Outcome<Page<Document>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let (client, session, path) = match of {
        Of::Own => (membership.member_id, None, "clientId"),
        Of::Client(client) => (client, None, "clientId"),
        Of::Session(session) => (client_of(tx, membership, session).await?, Some(session), "sessionId"),
    };
    let target = relation(tx, membership, client).await?;
    if !policy::allows(&membership.roles, Action::ViewDocument, target) {
        // Without files of one's own there is nothing to be refused.
        if !target.own {
            tx.audit_refusal(Event::done("document.list", "client", client.0).purpose("security"));
        }
        return Err(Problem::not_found(path).into());
    }
    let rows = tx
        .rows::<Row>(
            "select id, client_id, session_id, uploaded_by, name, content_type, size, sha256, quarantine_key, object_key,
                    state, rejection, scanned, created_at
             from cairn.documents
             where center_id = $1 and client_id = $2 and ($3::uuid is null or session_id = $3)
               and (state = 'ready' or (uploaded_by = $4 and state <> 'deleted'))
               and ($5::timestamptz is null or (created_at <= $5 and (created_at < $5 or id > $6)))
             order by created_at desc, id limit $7",
            [
                client.0.into(),
                session.map(|session| session.0).into(),
                membership.member_id.0.into(),
                page.after.map(|after| At(after.at)).into(),
                page.after.map(|after| after.id).into(),
                page.limit().into(),
            ],
        )
        .await?;
    let rows = Page::cut(rows, &page);
    let (object_type, object) = session.map_or(("client", client.0), |session| ("session", session.0));
    tx.audit(Event::done("document.list", object_type, object).about(client).purpose(purpose(target)));
    let mut items = Vec::with_capacity(rows.items.len());
    for row in &rows.items {
        items.push(row.open(tx, membership, target).await?);
    }
    Ok(Page { items, has_next: rows.has_next })
}

#[derive(FromQueryResult)]
struct Participants {
    client_id: Uuid,
    counselor_id: Uuid,
}

/// The client of a session that the acting member may see.
pub(super) async fn client_of(tx: &CenterTx, membership: &Membership, session: SessionId) -> Outcome<MemberId> {
    let row = tx
        .row::<Participants>(
            "select client_id, counselor_id from cairn.sessions where center_id = $1 and id = $2 and client_id is not null",
            [session.0.into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("sessionId"))?;
    let me = membership.member_id.0;
    let target = Target { participant: row.client_id == me || row.counselor_id == me, ..Target::NONE };
    if policy::allows(&membership.roles, Action::ViewSession, target) {
        Ok(MemberId(row.client_id))
    } else {
        Err(Problem::not_found("sessionId").into())
    }
}
