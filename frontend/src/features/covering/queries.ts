// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const CoveringOf = graphql(`
  query CoveringOf($id: ID!) {
    covering(coveringId: $id) {
      id
      startsAt
      endsAt
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

export const covering = (id: string) => ({ ...gql([...keys.cover, id], CoveringOf, { id }), refetchInterval: 60_000 });
