// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { WaitSearch } from "./search";

export const WaitParts = graphql(`
  fragment WaitParts on SessionWait {
    id
    client {
      id
      name
    }
    counselor {
      id
      name
    }
    type {
      id
      name
    }
    minutes
    place
    until
    state
    waitingSince
    restsUntil
    offer {
      counselor {
        id
        name
      }
      startsAt
      expiresAt
    }
    lastOffer {
      at
      counselor {
        id
        name
      }
      startsAt
    }
  }
`);

const SessionWaitsOf = graphql(`
  query SessionWaitsOf($clientId: ID!) {
    sessionWaits(clientId: $clientId) {
      ...WaitParts
    }
  }
`);
const WaitingList = graphql(`
  query WaitingList($counselorId: ID, $typeId: ID, $state: SessionWaitState, $first: Int!, $after: String) {
    waitingList(counselorId: $counselorId, typeId: $typeId, state: $state, first: $first, after: $after) {
      nodes {
        ...WaitParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** What one client waits for. */
export const waitsOf = (clientId: string) => gql(keys.waits, SessionWaitsOf, { clientId });

/** Everybody who waits, page by page. Offers run out by themselves: a look now and then. */
export const waitPages = ({ who, type, state }: WaitSearch) => ({
  ...gqlPages(
    keys.waits,
    WaitingList,
    { counselorId: who ?? null, typeId: type ?? null, state: state ?? null, first: 25 },
    (data) => data.waitingList,
  ),
  refetchInterval: 60_000,
});

/** The first of them, for a glance. */
export const longestWaits = gql(keys.waits, WaitingList, { first: 3 });
