// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const HourParts = graphql(`
  fragment HourParts on Session {
    id
    state
    startsAt
    endsAt
    zone
    place
    joinUrl
    joinOpensAt
    fallbackPhone
    arrivedAt
    startedAt
    endedAt
    counselor {
      id
      name
    }
    client {
      id
      name
    }
  }
`);

const SessionHour = graphql(`
  query SessionHour($id: ID!) {
    session(id: $id) {
      ...HourParts
    }
  }
`);

export const sessionHour = (id: string) => gql(keys.session(id), SessionHour, { id });

const SessionWhereabouts = graphql(`
  query SessionWhereabouts($sessionId: ID!) {
    whereabouts(sessionId: $sessionId) {
      place
      phone
      toldAt
    }
  }
`);

export const whereaboutsOf = (sessionId: string) => gql(keys.whereabouts(sessionId), SessionWhereabouts, { sessionId });
