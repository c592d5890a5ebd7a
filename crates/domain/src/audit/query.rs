//! Reading the chain: for the center's admins and auditors, and for `cairn audit verify`.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Event, Finding, verify};
use crate::actor::{Actor, CenterState};
use crate::db::{At, CenterRef, CenterTx, Db};
use crate::ids::{CenterId, MemberId};
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};

/// Whose ids the groups' own screens show beside an alias. Here, beside a name, they would tell who is behind it, without the
/// proof and the record that asking for it takes. The chain itself keeps them.
const BEHIND_AN_ALIAS: [&str; 3] = ["membership", "moderation_case", "meeting_note"];

/// One row of the chain, as people read it.
#[derive(Debug, Clone)]
pub struct Entry {
    pub sequence: i64,
    pub at: Timestamp,
    /// `member`, `visitor`, `worker`, `operator` or `token`.
    pub actor_kind: String,
    /// The member who did it, by themselves or by an API token of theirs.
    pub actor: Option<MemberId>,
    /// The roles the actor had then, joined by `+`; the kind of actor when it was no member.
    pub acting_as: String,
    pub action: String,
    pub object_type: String,
    /// `None` also where it would tell who is behind an alias.
    pub object_id: Option<Uuid>,
    pub client: Option<MemberId>,
    pub purpose: String,
    /// `done` or `refused`.
    pub result: String,
    pub request_id: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    sequence: i64,
    at: At,
    actor_kind: String,
    actor_id: Option<Uuid>,
    acting_as: Option<String>,
    action: String,
    object_type: String,
    object_id: Option<Uuid>,
    client_id: Option<Uuid>,
    purpose: String,
    result: String,
    request_id: Option<String>,
}

impl From<Row> for Entry {
    fn from(row: Row) -> Self {
        let is_member = matches!(row.actor_kind.as_str(), "member" | "token");
        Self {
            sequence: row.sequence,
            at: row.at.0,
            actor: row.actor_id.filter(|_| is_member).map(MemberId),
            acting_as: row.acting_as.unwrap_or_else(|| row.actor_kind.clone()),
            actor_kind: row.actor_kind,
            action: row.action,
            object_id: row.object_id.filter(|_| !BEHIND_AN_ALIAS.contains(&row.object_type.as_str())),
            object_type: row.object_type,
            client: row.client_id.map(MemberId),
            purpose: row.purpose,
            result: row.result,
            request_id: row.request_id,
        }
    }
}

/// The newest first, `after` being a sequence number; with `client`, what is about one person. Looking is noted too.
pub async fn events(tx: &CenterTx, client: Option<MemberId>, page: PageRequest<i64>) -> Outcome<Page<Entry>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::ViewAudit, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    if let Some(client) = client
        && !crate::members::cards(tx, &[client]).await?.contains_key(&client)
    {
        return Err(Problem::not_found("clientId").into());
    }
    let rows = tx
        .rows::<Row>(
            "select sequence, at, actor_kind, actor_id, acting_as, action, object_type, object_id, client_id, purpose,
                    result, request_id
             from cairn.audit_events
             where center_id = $1 and ($2::uuid is null or client_id = $2) and ($3::bigint is null or sequence < $3)
             order by sequence desc limit $4",
            [client.map(|client| client.0).into(), page.after.into(), page.limit().into()],
        )
        .await?;
    let looked = Event { object_id: client.map(|client| client.0), ..Event::done("audit.view", "audit", Uuid::nil()) };
    tx.audit(Event { client_id: client, ..looked }.purpose("audit"));
    Ok(Page::cut(rows, &page).map(Entry::from))
}

/// Id, slug, name, zone, state.
type Center = (Uuid, String, String, String, String);

/// Verifies the chain of each center (or of the one with `slug`), one after the other, by name, and tells `report` what
/// it found. Answers how many were looked at. For the command line; reads only, and only what the chain says.
pub async fn verify_centers(db: &Db, slug: Option<&str>, mut report: impl FnMut(&CenterRef, &Finding)) -> Outcome<usize> {
    let mut looked_at = 0;
    let mut after = String::new();
    loop {
        let centers = sqlx::query_as::<_, Center>(
            "select id, slug, name, zone, state from directory.centers
             where slug > $1 and ($2::text is null or slug = $2) order by slug limit 100",
        )
        .bind(&after)
        .bind(slug)
        .fetch_all(db.pool())
        .await?;
        let Some(last) = centers.last() else { return Ok(looked_at) };
        after.clone_from(&last.1);
        for (id, slug, name, zone, state) in centers {
            let state = CenterState::parse(&state).ok_or(Surprise::Inconsistent("center state"))?;
            let center = CenterRef { id: CenterId(id), slug, name, zone, state };
            let tx = db.begin(center.id, Actor::Worker, Some("audit-verify".to_owned())).await?;
            report(&center, &verify(&tx).await?);
            looked_at += 1;
        }
    }
}
