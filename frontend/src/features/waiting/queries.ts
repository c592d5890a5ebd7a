// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { MyRequestsQuery, MyWaitsQuery } from "@/gql/graphql";

const MyRequests = graphql(`
  query MyRequests($open: Boolean!, $first: Int!) {
    sessionRequests(open: $open, first: $first) {
      nodes {
        id
        counselor {
          id
          name
        }
        type {
          id
          name
        }
        startsAt
        zone
        minutes
        place
        words
        state
        answer
        sessionId
        insteadOf {
          id
          startsAt
        }
        createdAt
      }
    }
  }
`);
const MyWaits = graphql(`
  query MyWaits {
    sessionWaits {
      id
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
      anybodySince
      lapsedAt
      offer {
        counselor {
          id
          name
        }
        startsAt
        endsAt
        expiresAt
      }
    }
  }
`);

/** What was asked for lately, with its answers. */
export const myRequests = { ...gql(keys.asked, MyRequests, { open: false, first: 10 }), refetchInterval: 60_000 };
/** What the viewer waits for, and the times that are kept for them. */
export const myWaits = { ...gql(keys.waits, MyWaits), refetchInterval: 60_000 };

export type RequestView = MyRequestsQuery["sessionRequests"]["nodes"][number];
export type WaitView = MyWaitsQuery["sessionWaits"][number];
