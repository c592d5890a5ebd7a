//! Whoever is looked after stops being a client, or cannot come in. Nobody is left with a question that nobody can answer, or in a
//! pair that only one of the two still sees.

use super::pairs;
use super::{EndReason, RequestState, ending, loss, offers, requests};
use crate::db::CenterTx;
use crate::ids::MemberId;
use crate::problem::Outcome;

/// Holds what [`client_no_more`] and [`client_away`] end, before members are locked.
pub(crate) async fn lock(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    loss::lock(tx, client).await
}

/// The role was taken: nobody is asked for them any more, and whoever walked with them hears that it is over.
pub(crate) async fn client_no_more(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    offers::withdraw_all(tx, client, None).await?;
    for id in loss::open_of(tx, client).await? {
        if let Some(pair) = pairs::locked(tx, id).await? {
            ending::end_at_once(tx, &pair, EndReason::Center, &[pair.mentor_id]).await?;
        }
    }
    requests::write_state(tx, client, RequestState::Off).await
}

/// Their account rests: questions are taken back, their place in line and whoever walks with them stay.
pub(crate) async fn client_away(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    offers::withdraw_all(tx, client, None).await
}
