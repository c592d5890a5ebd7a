//! Mentorship: who mentors, what people share, matching, the pair over its whole life, its library.

pub mod credentials;
pub mod guard;
pub mod kinds;
pub mod library;
pub mod live;
pub mod matching;
pub mod meetings;
pub mod mentors;
pub mod pair;
pub mod pair_change;
pub mod pair_life;
pub mod proposals;
pub mod sharing;

use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, MergedObject, Request};
use cairn_domain::{CenterTx, Outcome};

use super::context::{self, RequestContext};
use super::problems::Problem;

#[derive(MergedObject, Default)]
pub struct MentorshipsQuery(
    mentors::MentorsQuery,
    credentials::CredentialsQuery,
    sharing::SharingQuery,
    matching::MatchingQuery,
    proposals::ProposalsQuery,
    pair::PairsQuery,
    meetings::PairMeetingsQuery,
    guard::GuardQuery,
    library::LibraryQuery,
);

#[derive(MergedObject, Default)]
pub struct MentorshipsMutation(
    mentors::MentorsMutation,
    credentials::CredentialsMutation,
    sharing::SharingMutation,
    matching::MatchingMutation,
    proposals::ProposalsMutation,
    pair_change::PairsMutation,
    pair_life::PairLifeMutation,
    meetings::PairMeetingsMutation,
    guard::GuardMutation,
    library::LibraryMutation,
);

/// The slice's loaders.
pub(super) fn prepare(request: Request, context: &Arc<RequestContext>) -> Request {
    request.data(DataLoader::new(meetings::UnreadLoader(context.clone()), tokio::spawn))
}

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
