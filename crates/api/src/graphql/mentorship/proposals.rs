//! A whole program matched at once: proposed, looked through, published.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::mentorship::proposals as domain;

use super::change;
use super::kinds::MatchProposalState;
use super::matching::{MatchReason, reasons};
use crate::graphql::context::{self, id, optional_id, wire};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::DateTime;

/// Pairs for everybody who waits, or for those of one program; nobody is asked until it is published.
#[derive(Clone)]
pub struct MatchProposal(domain::MatchProposal);

#[Object]
impl MatchProposal {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn state(&self) -> MatchProposalState {
        self.0.state.into()
    }
    /// Whose people it is for. Null: everybody's.
    async fn program_id(&self) -> Option<ID> {
        self.0.program_id.map(wire)
    }
    /// The best fit first.
    async fn pairs(&self) -> Vec<ProposedPair> {
        self.0.pairs.iter().cloned().map(ProposedPair).collect()
    }
    /// People who wait, there, and are not in it.
    async fn unmatched(&self) -> i32 {
        i32::try_from(self.0.unmatched).unwrap_or(i32::MAX)
    }
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
    async fn settled_at(&self) -> Option<DateTime> {
        self.0.settled_at.map(DateTime)
    }
}

#[derive(Clone)]
pub struct ProposedPair(domain::ProposedPair);

#[Object]
impl ProposedPair {
    async fn client(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.client_id).await?.into())
    }
    async fn mentor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.mentor_id).await?.into())
    }
    async fn score(&self) -> i32 {
        self.0.score
    }
    async fn overlap_minutes(&self) -> i32 {
        i32::try_from(self.0.overlap_minutes).unwrap_or(i32::MAX)
    }
    async fn reasons(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<MatchReason>> {
        Ok(reasons(&self.0.reasons, context::of(ctx)?.locale().await))
    }
    async fn dropped(&self) -> bool {
        self.0.dropped
    }
}

#[derive(Default)]
pub struct ProposalsQuery;

#[Object]
impl ProposalsQuery {
    /// A proposal, or the latest; for whoever steers mentoring.
    async fn match_proposal(
        &self,
        ctx: &Context<'_>,
        match_proposal_id: Option<ID>,
    ) -> async_graphql::Result<Option<MatchProposal>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::find(&tx, optional_id(match_proposal_id.as_ref(), "matchProposalId")?).await };
        Ok(request.answer_or_null(outcome.await)?.flatten().map(MatchProposal))
    }
}

#[derive(InputObject)]
pub struct DropProposedPairInput {
    match_proposal_id: ID,
    client_id: ID,
    /// False: take it in again.
    dropped: bool,
}

#[derive(SimpleObject)]
pub struct MatchProposalPayload {
    match_proposal: Option<MatchProposal>,
    problems: Vec<Problem>,
}

fn payload((proposal, problems): (Option<domain::MatchProposal>, Vec<Problem>)) -> MatchProposalPayload {
    MatchProposalPayload { match_proposal: proposal.map(MatchProposal), problems }
}

#[derive(Default)]
pub struct ProposalsMutation;

#[Object]
impl ProposalsMutation {
    /// Proposes the best pairs for everybody who waits and mentors who have room. An unpublished one goes.
    async fn propose_matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only for people of this program. Null: for everybody.")] program_id: Option<ID>,
    ) -> async_graphql::Result<MatchProposalPayload> {
        let done = change(ctx, async |tx| {
            let program = optional_id(program_id.as_ref(), "programId")?;
            domain::propose(tx, program).await
        });
        Ok(payload(done.await?))
    }

    async fn drop_proposed_pair(
        &self,
        ctx: &Context<'_>,
        input: DropProposedPairInput,
    ) -> async_graphql::Result<MatchProposalPayload> {
        let done = change(ctx, async |tx| {
            let proposal = id(&input.match_proposal_id, "matchProposalId")?;
            domain::drop_pair(tx, proposal, id(&input.client_id, "clientId")?, input.dropped).await
        });
        Ok(payload(done.await?))
    }

    async fn discard_matches(&self, ctx: &Context<'_>, match_proposal_id: ID) -> async_graphql::Result<MatchProposalPayload> {
        Ok(payload(change(ctx, async |tx| domain::discard(tx, id(&match_proposal_id, "matchProposalId")?).await).await?))
    }

    /// Asks everybody in it.
    async fn publish_matches(&self, ctx: &Context<'_>, match_proposal_id: ID) -> async_graphql::Result<MatchProposalPayload> {
        Ok(payload(change(ctx, async |tx| domain::publish(tx, id(&match_proposal_id, "matchProposalId")?).await).await?))
    }
}
