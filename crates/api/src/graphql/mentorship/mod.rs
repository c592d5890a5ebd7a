//! Mentorship: who mentors, what people share, matching, the pair over its whole life, its library.

pub mod guard;
pub mod kinds;
pub mod library;
pub mod live;
pub mod matching;
pub mod mentors;
pub mod pair;
pub mod pair_change;
pub mod pair_life;
pub mod proposals;
pub mod sharing;

use async_graphql::{Context, MergedObject};
use cairn_domain::{CenterTx, Outcome};

use super::context;
use super::problems::Problem;

#[derive(MergedObject, Default)]
pub struct MentorshipsQuery(
    mentors::MentorsQuery,
    sharing::SharingQuery,
    matching::MatchingQuery,
    proposals::ProposalsQuery,
    pair::PairsQuery,
    guard::GuardQuery,
    library::LibraryQuery,
);

#[derive(MergedObject, Default)]
pub struct MentorshipsMutation(
    mentors::MentorsMutation,
    sharing::SharingMutation,
    matching::MatchingMutation,
    proposals::ProposalsMutation,
    pair_change::PairsMutation,
    pair_life::PairLifeMutation,
    guard::GuardMutation,
    library::LibraryMutation,
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
