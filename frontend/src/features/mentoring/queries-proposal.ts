// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const SteerProposalParts = graphql(`
  fragment SteerProposalParts on MatchProposal {
    id
    state
    programId
    unmatched
    createdAt
    settledAt
    pairs {
      client {
        id
        name
      }
      mentor {
        id
        name
      }
      score
      overlapMinutes
      dropped
      reasons {
        kind
        text
      }
    }
  }
`);
const SteerProposal = graphql(`
  query SteerProposal {
    matchProposal {
      ...SteerProposalParts
    }
  }
`);
export const SteerProposeAll = graphql(`
  mutation SteerProposeAll($programId: ID) {
    proposeMatches(programId: $programId) {
      matchProposal {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
/** Hundreds of pairs stand on the screen already: what changed is enough. */
export const SteerDropPair = graphql(`
  mutation SteerDropPair($input: DropProposedPairInput!) {
    dropProposedPair(input: $input) {
      matchProposal {
        id
        unmatched
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerDiscard = graphql(`
  mutation SteerDiscard($matchProposalId: ID!) {
    discardMatches(matchProposalId: $matchProposalId) {
      matchProposal {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerPublish = graphql(`
  mutation SteerPublish($matchProposalId: ID!) {
    publishMatches(matchProposalId: $matchProposalId) {
      matchProposal {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** Hundreds of pairs: asked for again when somebody proposes, publishes or lets be, and now and then. */
export const proposal = { ...gql(keys.matchProposal, SteerProposal), staleTime: 5 * 60_000 };
