use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Canonical, link};
use crate::db::CenterTx;
use crate::problem::Outcome;

/// What the chain of one center says about itself.
///
/// Somebody who can rewrite the whole chain and its head is not found by the chain alone: compare the head with one
/// noted elsewhere.
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
    /// The head, which names the last row, was changed or removed.
    Head,
}

#[derive(FromQueryResult)]
struct Row {
    sequence: i64,
    /// Microseconds since 1970; `None` for an instant that no clock shows.
    at: Option<i64>,
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
    prev_hash: Vec<u8>,
    hash: Vec<u8>,
    /// The first row outside the chain, seen in the same instant as the head.
    outside: Option<i64>,
}

const PAGE: i64 = 5_000;

/// Walks the whole chain of the transaction's center, as it was when the walk began, and names the first thing wrong.
pub async fn verify(tx: &CenterTx) -> Outcome<Finding> {
    let head = tx
        .row::<Head>(
            "select h.sequence, h.prev_hash, h.hash,
                    (select min(e.sequence) from cairn.audit_events e
                     where e.center_id = $1 and (e.sequence <= 0 or e.sequence > h.sequence)) as outside
             from cairn.audit_heads h where h.center_id = $1",
            [],
        )
        .await?;
    let Some(head) = head else { return Ok(Finding::Head) };
    let center_id = tx.center_id().0;
    let mut last = 0;
    let mut before = Vec::new();
    let mut previous = link(center_id, 0, b"", b"").to_vec();
    while last < head.sequence {
        let rows = page(tx, last, head.sequence).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if let Some(finding) = check(center_id, last, &previous, &row) {
                return Ok(finding);
            }
            last = row.sequence;
            before = std::mem::replace(&mut previous, row.hash);
        }
    }
    Ok(match head.outside {
        Some(sequence) => Finding::Inserted { sequence },
        None if last < head.sequence => Finding::CutOff { last, head: head.sequence },
        None if previous != head.hash || before != head.prev_hash => Finding::Head,
        None => Finding::Intact { events: last },
    })
}

async fn page(tx: &CenterTx, after: i64, until: i64) -> Outcome<Vec<Row>> {
    let rows = tx.rows::<Row>(
        "select sequence, case when isfinite(at) then (extract(epoch from at) * 1000000)::bigint end as at, actor_kind,
                actor_id, acting_as, action, object_type, object_id, client_id, purpose, result, request_id, prev_hash, hash
         from cairn.audit_events where center_id = $1 and sequence > $2 and sequence <= $3 order by sequence limit $4",
        [after.into(), until.into(), PAGE.into()],
    );
    Ok(rows.await?)
}

fn check(center_id: Uuid, last: i64, previous: &[u8], row: &Row) -> Option<Finding> {
    if row.sequence <= last {
        return Some(Finding::Inserted { sequence: row.sequence });
    }
    if row.sequence != last + 1 {
        return Some(Finding::Removed { sequence: last + 1 });
    }
    let Some(at_microseconds) = row.at else { return Some(Finding::Changed { sequence: row.sequence }) };
    let canonical = Canonical {
        at_microseconds,
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
