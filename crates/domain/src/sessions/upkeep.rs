//! What time does to booking: offers and requests run out, whoever stood in is done.

use super::{cover, hold, requests_over, sooner, waits_back, waits_over};
use crate::db::CenterTx;
use crate::ids::SessionWaitId;
use crate::notifications;
use crate::problem::Outcome;

/// Looks after one offer. Running it again changes nothing.
pub async fn round(tx: &CenterTx, id: SessionWaitId) -> Outcome<()> {
    waits_back::round(tx, id).await
}

/// What nobody answered, and what is over. Running it again changes nothing. Answers with the offers that ran out and no job
/// came for: each has a round of its own.
pub async fn hourly(tx: &CenterTx) -> Outcome<Vec<SessionWaitId>> {
    let due = waits_back::due(tx).await?;
    requests_over::expire(tx).await?;
    sooner::expire(tx).await?;
    waits_over::no_use_any_more(tx).await?;
    hold::lapse(tx).await?;
    cover::end_assignments(tx).await?;
    // After the care that was only lent.
    waits_over::for_anybody(tx).await?;
    notifications::notes_waiting(tx).await?;
    Ok(due)
}

/// Deletes one batch of times that were kept once. `true`: there may be more.
pub async fn forget_holds(tx: &CenterTx) -> Outcome<bool> {
    hold::forget(tx).await
}
