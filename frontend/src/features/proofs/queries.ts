// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const ProofParts = graphql(`
  fragment ProofParts on AttendanceProof {
    id
    recipient
    createdAt
    expiresAt
    revokedAt
    views
    facts {
      name
      center
      from
      until
      groups
      count
      minutes
      meetings {
        date
      }
    }
  }
`);
const Proofs = graphql(`
  query Proofs($after: String) {
    attendanceProofs(first: 20, after: $after) {
      nodes {
        ...ProofParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const ProofGroups = graphql(`
  query ProofGroups {
    viewer {
      today
    }
    myMemberships(ended: true) {
      id
      joinedAt
      group {
        id
        name
      }
    }
  }
`);
export const proofPages = gqlPages(keys.proofs, Proofs, {}, (data) => data.attendanceProofs);
/** Groups one was in: only there is something to prove. */
export const proofGroups = gql(keys.groups, ProofGroups);
