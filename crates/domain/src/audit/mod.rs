//! Who did what, to whom, why, and how it went: a hash chain per center, written in the deed's own transaction.

pub mod query;
mod verify;

pub use query::verify_centers;
use ring::digest::{SHA256, digest};
use sea_orm::Value;
use uuid::Uuid;
pub use verify::{Finding, verify};

use crate::db::CenterTx;
use crate::ids::MemberId;
use crate::problem::{Outcome, Surprise};

/// One thing that was done. Holds ids and names of fields, never content.
#[derive(Debug, Clone)]
pub struct Event {
    /// Dotted, stable: `session.book`.
    pub action: &'static str,
    pub object_type: &'static str,
    pub object_id: Option<Uuid>,
    /// Whom it is about.
    pub client_id: Option<MemberId>,
    /// `care`, `administration`, `own_data`, `sign_in`, `delivery` …
    pub purpose: &'static str,
    pub result: Done,
    /// When the transaction's actor is not the one who did it.
    pub actor: Option<(&'static str, Uuid)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Done,
    Refused,
}

impl Event {
    pub fn done(action: &'static str, object_type: &'static str, object_id: Uuid) -> Self {
        Self {
            action,
            object_type,
            object_id: Some(object_id),
            client_id: None,
            purpose: "administration",
            result: Done::Done,
            actor: None,
        }
    }

    pub fn about(mut self, client_id: MemberId) -> Self {
        self.client_id = Some(client_id);
        self
    }

    pub fn purpose(mut self, purpose: &'static str) -> Self {
        self.purpose = purpose;
        self
    }

    pub fn refused(mut self) -> Self {
        self.result = Done::Refused;
        self
    }

    pub fn by(mut self, kind: &'static str, id: Uuid) -> Self {
        self.actor = Some((kind, id));
        self
    }
}

/// Everything a row says except its place in the chain, in one unambiguous form: each field with its length.
pub(crate) struct Canonical<'a> {
    pub at_microseconds: i64,
    pub actor_kind: &'a str,
    pub actor_id: Option<Uuid>,
    pub acting_as: Option<&'a str>,
    pub action: &'a str,
    pub object_type: &'a str,
    pub object_id: Option<Uuid>,
    pub client_id: Option<Uuid>,
    pub purpose: &'a str,
    pub result: &'a str,
    pub request_id: Option<&'a str>,
}

impl Canonical<'_> {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(192);
        let mut field = |bytes: Option<&[u8]>| {
            // A missing field differs from an empty one.
            let length = bytes.map_or(u32::MAX, |bytes| u32::try_from(bytes.len()).unwrap_or(u32::MAX - 1));
            out.extend_from_slice(&length.to_be_bytes());
            out.extend_from_slice(bytes.unwrap_or_default());
        };
        field(Some(&self.at_microseconds.to_be_bytes()));
        field(Some(self.actor_kind.as_bytes()));
        field(self.actor_id.as_ref().map(|id| id.as_bytes().as_slice()));
        field(self.acting_as.map(str::as_bytes));
        field(Some(self.action.as_bytes()));
        field(Some(self.object_type.as_bytes()));
        field(self.object_id.as_ref().map(|id| id.as_bytes().as_slice()));
        field(self.client_id.as_ref().map(|id| id.as_bytes().as_slice()));
        field(Some(self.purpose.as_bytes()));
        field(Some(self.result.as_bytes()));
        field(self.request_id.map(str::as_bytes));
        out
    }
}

/// `SHA-256(0x01 | center | sequence | fields | previous hash)`, the same as in the SQL below.
pub(crate) fn link(center_id: Uuid, sequence: i64, canonical: &[u8], previous: &[u8]) -> [u8; 32] {
    let mut input = Vec::with_capacity(1 + 16 + 8 + canonical.len() + previous.len());
    input.push(1);
    input.extend_from_slice(center_id.as_bytes());
    input.extend_from_slice(&sequence.to_be_bytes());
    input.extend_from_slice(canonical);
    input.extend_from_slice(previous);
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, &input).as_ref());
    hash
}

/// Begins a center's chain.
pub(crate) async fn begin_chain(tx: &CenterTx) -> Outcome<()> {
    let genesis = link(tx.center_id().0, 0, b"", b"").to_vec();
    tx.run("insert into cairn.audit_heads (center_id, sequence, prev_hash, hash) values ($1, 0, '', $2)", [genesis.into()])
        .await?;
    Ok(())
}

/// One statement an event: the head's row lock orders writers, and is held only from here to the commit.
const APPEND: &str = "
with head as (
  update cairn.audit_heads set
    sequence = sequence + 1, prev_hash = hash,
    hash = sha256('\\x01'::bytea || uuid_send(center_id) || int8send(sequence + 1) || $13 || hash)
  where center_id = $1
  returning sequence, prev_hash, hash)
insert into cairn.audit_events (center_id, sequence, at, actor_kind, actor_id, acting_as, action, object_type,
  object_id, client_id, purpose, result, request_id, prev_hash, hash)
select $1, head.sequence, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, head.prev_hash, head.hash from head";

pub(crate) async fn append(tx: &CenterTx, events: &[Event]) -> Outcome<()> {
    let own_kind = tx.actor().kind();
    let own_id = tx.actor().member_id().map(|id| id.0);
    let own_roles =
        tx.actor().membership().map(|membership| membership.roles.iter().map(|role| role.name()).collect::<Vec<_>>().join("+"));
    for event in events {
        let (actor_kind, actor_id) = event.actor.map_or((own_kind, own_id), |(kind, id)| (kind, Some(id)));
        let acting_as = if event.actor.is_none() { own_roles.as_deref() } else { None };
        let result = if event.result == Done::Done { "done" } else { "refused" };
        let canonical = Canonical {
            at_microseconds: tx.now().as_microsecond(),
            actor_kind,
            actor_id,
            acting_as,
            action: event.action,
            object_type: event.object_type,
            object_id: event.object_id,
            client_id: event.client_id.map(|id| id.0),
            purpose: event.purpose,
            result,
            request_id: tx.request_id(),
        };
        let bytes = canonical.bytes();
        let written = tx
            .run(
                APPEND,
                [
                    tx.at().into(),
                    actor_kind.into(),
                    actor_id.into(),
                    acting_as.map(str::to_owned).into(),
                    event.action.into(),
                    event.object_type.into(),
                    event.object_id.into(),
                    event.client_id.map(|id| id.0).into(),
                    event.purpose.into(),
                    result.into(),
                    tx.request_id().map(str::to_owned).into(),
                    Value::from(bytes),
                ],
            )
            .await?;
        if written != 1 {
            return Err(Surprise::Inconsistent("a center without an audit chain").into());
        }
    }
    Ok(())
}
