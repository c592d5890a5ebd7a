//! What is not needed any more.

use jiff::SignedDuration;
use sqlx::Row;

use crate::db::{At, CenterTx, Db};
use crate::ids::CenterId;
use crate::problem::{Outcome, Surprise};

/// Idempotency keys: long enough for any retry.
const KEYS: SignedDuration = SignedDuration::from_hours(72);

/// The centers that have begun to work, paused ones as well. Ids from the directory: no people.
pub async fn centers(db: &Db) -> Outcome<Vec<CenterId>> {
    let rows = sqlx::query("select id from directory.centers where state <> 'draft' order by id").fetch_all(db.pool()).await?;
    rows.into_iter().map(|row| Ok(CenterId(row.try_get("id").map_err(Surprise::from)?))).collect()
}

/// Removes keys that have had their time, and secrets that never left or are of no use any more. Answers how many rows that touched.
pub async fn clean_up(tx: &CenterTx) -> Outcome<u64> {
    let old = At(tx.now().checked_sub(KEYS).map_err(Surprise::from)?);
    let mut touched = tx.run("delete from cairn.idempotency_keys where center_id = $1 and created_at < $2", [old.into()]).await?;
    touched += tx
        .run(
            "update cairn.challenges set code = null where center_id = $1 and expires_at < $2 and code is not null",
            [tx.at().into()],
        )
        .await?;
    touched += tx
        .run(
            "update cairn.invitations set token = null where center_id = $1 and token is not null
               and (expires_at < $2 or accepted_at is not null or revoked_at is not null)",
            [tx.at().into()],
        )
        .await?;
    Ok(touched)
}

/// Drops what was due until `until` and has not left. For a demo that was filled a moment ago: nobody waits for the
/// confirmations of weeks that never were.
pub async fn forget_before(tx: &CenterTx, until: jiff::Timestamp) -> Outcome<u64> {
    Ok(tx
        .run(
            "update cairn.notifications set state = 'dropped', outcome = 'before_the_demo'
             where center_id = $1 and state = 'planned' and due_at <= $2",
            [At(until).into()],
        )
        .await?)
}
