use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Canonical, link};
use crate::db::{At, CenterTx};
use crate::problem::Outcome;

/// What the chain of one center says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Every row is where and what it was.
    Intact { events: i64 },
    /// The row with this sequence number was changed.
    Changed { sequence: i64 },
    /// A row is missing here.
    Removed { sequence: i64 },
    /// A row that the chain never had.
    Inserted { sequence: i64 },
    /// The end of the chain was cut: the head knows of rows up to `head`.
    CutOff { last: i64, head: i64 },
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
    prev_hash: Vec<u8>,
    hash: Vec<u8>,
}

#[derive(FromQueryResult)]
struct Head {
    sequence: i64,
    hash: Vec<u8>,
}

const PAGE: i64 = 5_000;

/// Walks the whole chain of the transaction's center and names the first thing wrong.
pub async fn verify(tx: &CenterTx) -> Outcome<Finding> {
    let head = tx.row::<Head>("select sequence, hash from cairn.audit_heads where center_id = $1", []).await?;
    let Some(head) = head else { return Ok(Finding::CutOff { last: 0, head: 0 }) };
    let center_id = tx.center_id().0;
    let mut last = 0;
    let mut previous = link(center_id, 0, b"", b"").to_vec();
    loop {
        let rows = tx
            .rows::<Row>(
                "select sequence, at, actor_kind, actor_id, acting_as, action, object_type, object_id, client_id,
                        purpose, result, request_id, prev_hash, hash
                 from cairn.audit_events where center_id = $1 and sequence > $2 order by sequence limit $3",
                [last.into(), PAGE.into()],
            )
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if let Some(finding) = check(center_id, last, &previous, &row) {
                return Ok(finding);
            }
            last = row.sequence;
            previous = row.hash;
        }
    }
    Ok(match last.cmp(&head.sequence) {
        std::cmp::Ordering::Less => Finding::CutOff { last, head: head.sequence },
        std::cmp::Ordering::Greater => Finding::Inserted { sequence: head.sequence + 1 },
        std::cmp::Ordering::Equal if previous != head.hash => Finding::Changed { sequence: last },
        std::cmp::Ordering::Equal => Finding::Intact { events: last },
    })
}

fn check(center_id: Uuid, last: i64, previous: &[u8], row: &Row) -> Option<Finding> {
    if row.sequence <= 0 {
        return Some(Finding::Inserted { sequence: row.sequence });
    }
    if row.sequence != last + 1 {
        return Some(Finding::Removed { sequence: last + 1 });
    }
    let canonical = Canonical {
        at_microseconds: row.at.as_microsecond(),
        actor_kind: &row.actor_kind,
        actor_id: row.actor_id,
        acting_as: row.acting_as.as_deref(),
        action: &row.action,
        object_type: &row.object_type,
        object_id: row.object_id,
        client_id: row.client_id,
        purpose: &row.purpose,
        result: &row.result,
        request_id: row.request_id.as_deref(),
    };
    let expected = link(center_id, row.sequence, &canonical.bytes(), previous);
    (row.prev_hash != previous || row.hash != expected).then_some(Finding::Changed { sequence: row.sequence })
}
