// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const SessionOutcomes = graphql(`
  query SessionOutcomes($from: LocalDate!, $until: LocalDate!) {
    sessionOutcomes(from: $from, until: $until) {
      counselor {
        id
        name
      }
      completed
      missedByClient
      missedByCounselor
      cancelledByClient
      cancelledByCounselor
      lateByClient
      lateByCounselor
      open
    }
  }
`);

export const sessionOutcomes = (from: string, until: string) =>
  gql([...keys.sessions, "outcomes"], SessionOutcomes, { from, until });
