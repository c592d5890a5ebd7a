// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { CoveringsQuery } from "@/gql/graphql";

const CoveringOf = graphql(`
  query CoveringOf($id: ID!) {
    covering(coveringId: $id) {
      id
      startsAt
      endsAt
      paused
      counselor {
        id
        name
      }
      backup {
        id
        name
      }
      answers {
        id
        state
        backupFree
        later
        instead: insteadId
        client {
          id
          name
        }
        backup {
          id
          name
        }
        session {
          ...SessionParts
        }
      }
    }
  }
`);

const Coverings = graphql(`
  query Coverings($over: Boolean!, $first: Int!, $after: String) {
    coverings(over: $over, first: $first, after: $after) {
      nodes {
        id
        counselor {
          id
          name
        }
        startsAt
        endsAt
        paused
        backup {
          id
          name
        }
        asked
        open
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export type CoveringLine = CoveringsQuery["coverings"]["nodes"][number];

/** Who is away, and how far the choosing has come; `over`: who was. */
export const coveringPages = (over: boolean) => ({
  ...gqlPages(keys.cover, Coverings, { over, first: 25 }, (data) => data.coverings),
  refetchInterval: 60_000,
});

/** Who is away now or soon, at a glance. */
export const coveringNow = gql(keys.cover, Coverings, { over: false, first: 5 });

export const covering = (id: string) => ({ ...gql([...keys.cover, id], CoveringOf, { id }), refetchInterval: 60_000 });
