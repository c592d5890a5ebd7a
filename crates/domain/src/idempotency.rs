//! A mutation that books, invites or sends carries a key made when the form opened. The first try claims it in its own
//! transaction; a retry finds what the first one made.

use ring::digest::{SHA256, digest};
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use crate::db::CenterTx;
use crate::problem::{Outcome, Problem, Surprise};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Go on, and make the thing under the id that was given.
    New,
    /// Done before: this is what it made.
    Repeated(Uuid),
}

#[derive(FromQueryResult)]
struct Row {
    input_hash: Vec<u8>,
    result_id: Uuid,
    claimed: bool,
}

fn hash(operation: &'static str, input: &impl Serialize) -> Result<Vec<u8>, Surprise> {
    let input =
        serde_json::to_vec(&(operation, input)).map_err(|_| Surprise::Inconsistent("an input that does not serialise"))?;
    Ok(digest(&SHA256, &input).as_ref().to_vec())
}

/// What the acting member made under `key` before, if anything. Claims nothing.
pub async fn earlier(tx: &CenterTx, key: Uuid, operation: &'static str, input: &impl Serialize) -> Outcome<Option<Uuid>> {
    let member = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    made(tx, member.0, key, &hash(operation, input)?).await
}

/// Claims `key` for the acting member. A concurrent first try is waited for: its row lock ends with its commit.
pub async fn claim(tx: &CenterTx, key: Uuid, operation: &'static str, input: &impl Serialize, result_id: Uuid) -> Outcome<Claim> {
    let member = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let hash = hash(operation, input)?;
    let row = tx
        .row::<Row>(
            "with claimed as (
               insert into cairn.idempotency_keys as k (center_id, member_id, key, operation, input_hash, result_id, created_at)
               values ($1, $2, $3, $4, $5, $6, $7)
               on conflict (center_id, member_id, key) do nothing
               returning input_hash, result_id)
             select input_hash, result_id, true as claimed from claimed
             union all
             select input_hash, result_id, false from cairn.idempotency_keys
             where center_id = $1 and member_id = $2 and key = $3 and not exists (select from claimed)",
            [member.0.into(), key.into(), operation.into(), hash.clone().into(), result_id.into(), tx.at().into()],
        )
        .await?;
    match row {
        Some(row) if row.input_hash != hash => Err(Problem::KeyReused.into()),
        Some(row) if row.claimed => Ok(Claim::New),
        Some(row) => Ok(Claim::Repeated(row.result_id)),
        // The other try committed after this statement's snapshot was taken: its row is visible to the next one.
        None => match made(tx, member.0, key, &hash).await? {
            Some(made) => Ok(Claim::Repeated(made)),
            None => Err(Surprise::Inconsistent("an idempotency key vanished").into()),
        },
    }
}

async fn made(tx: &CenterTx, member: Uuid, key: Uuid, hash: &[u8]) -> Outcome<Option<Uuid>> {
    let row = tx
        .row::<Row>(
            "select input_hash, result_id, false as claimed from cairn.idempotency_keys
             where center_id = $1 and member_id = $2 and key = $3",
            [member.into(), key.into()],
        )
        .await?;
    match row {
        Some(row) if row.input_hash != hash => Err(Problem::KeyReused.into()),
        Some(row) => Ok(Some(row.result_id)),
        None => Ok(None),
    }
}
