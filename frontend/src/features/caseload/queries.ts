// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const ClientRow = graphql(`
  fragment ClientRow on Client {
    id
    member {
      id
      name
      pronouns
    }
    program {
      id
      name
    }
    counselors {
      id
      name
    }
    nextSession {
      id
      startsAt
      zone
      place
    }
    lastSession {
      id
      startsAt
    }
    enrollment {
      id
      state
      phase
      since
      program {
        id
        name
      }
    }
    lastContact
    quiet
  }
`);
const OneClient = graphql(`
  query OneClient($id: ID!) {
    client(id: $id) {
      locale
      zone
      contactRule
      setsContactRule
      rests
      diedOn
      ...ClientRow
    }
  }
`);
const ClientSessions = graphql(`
  query ClientSessions($clientId: ID!, $from: DateTime, $until: DateTime, $newestFirst: Boolean!, $after: String) {
    sessions(clientId: $clientId, from: $from, until: $until, newestFirst: $newestFirst, first: 25, after: $after) {
      nodes {
        ...SessionParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const oneClient = (id: string) => gql(keys.client(id), OneClient, { id });
export const clientSessions = (clientId: string, when: { from?: string; until?: string; newestFirst: boolean }) =>
  gqlPages(keys.sessions, ClientSessions, { clientId, ...when }, (data) => data.sessions);
