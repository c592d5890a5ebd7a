//! A session as it is lived: who came, what is written about it, what it counts for, and where it stands in one's calendar.

pub mod feed;
pub mod life;
pub mod lines;
pub mod notes;
pub mod notes_change;
pub mod payers;

use async_graphql::{Context, MergedObject};
use cairn_domain::{CenterTx, Outcome};

use super::context;
use super::problems::Problem;

#[derive(MergedObject, Default)]
pub struct SessionsHeldQuery(life::LifeQuery, notes::SessionNotesQuery, payers::PayersQuery, lines::LinesQuery, feed::FeedQuery);

#[derive(MergedObject, Default)]
pub struct SessionsHeldMutation(
    life::LifeMutation,
    notes_change::SessionNotesMutation,
    payers::PayersMutation,
    lines::LinesMutation,
    feed::FeedMutation,
);

/// One mutation: a transaction of its own, one change, settled.
async fn change<T>(
    ctx: &Context<'_>,
    change: impl AsyncFnOnce(&CenterTx) -> Outcome<T>,
) -> async_graphql::Result<(Option<T>, Vec<Problem>)> {
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = change(&tx).await;
    request.settle(tx, outcome).await
}
