// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const SessionRequests = graphql(`
  query SessionRequests {
    sessionRequests(open: true, first: 25) {
      nodes {
        id
        client {
          id
          name
          pronouns
        }
        counselor {
          id
          name
        }
        type {
          id
          name
        }
        startsAt
        minutes
        place
        words
        insteadOf {
          id
          startsAt
        }
        createdAt
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);
const SoonerAsked = graphql(`
  query SoonerAsked {
    soonerRequests {
      id
      client {
        id
        name
        pronouns
      }
      minutes
      place
      words
      createdAt
      expiresAt
    }
  }
`);

// Nobody is told when a request comes in: a look now and then.
export const openRequests = { ...gql(keys.asked, SessionRequests), refetchInterval: 60_000 };
export const soonerAsked = { ...gql(keys.sooner, SoonerAsked), refetchInterval: 60_000 };
