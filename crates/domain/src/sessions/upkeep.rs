//! What time does to booking: offers and requests run out, whoever stood in is done.

use super::{cover, sooner, waits_offer};
use crate::db::CenterTx;
use crate::ids::SessionWaitId;
use crate::problem::Outcome;

/// Looks after one offer. Running it again changes nothing.
pub async fn round(tx: &CenterTx, id: SessionWaitId) -> Outcome<()> {
    waits_offer::round(tx, id).await
}

/// Offers that ran out and no job came for.
pub async fn due(tx: &CenterTx) -> Outcome<Vec<SessionWaitId>> {
    waits_offer::due(tx).await
}

/// What nobody answered, and what is over. Running it again changes nothing.
pub async fn hourly(tx: &CenterTx) -> Outcome<()> {
    tx.run(
        "update cairn.session_requests set state = 'expired', version = version + 1, updated_at = $2
         where center_id = $1 and state = 'requested' and starts_at <= $2",
        [tx.at().into()],
    )
    .await?;
    sooner::expire(tx).await?;
    cover::end_assignments(tx).await
}
