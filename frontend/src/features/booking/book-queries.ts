// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import { hour } from "@/portal/hour";

const BookPage = graphql(`
  query BookPage($until: DateTime!) {
    viewer {
      today
      counselors {
        id
        name
      }
    }
    sessions(newestFirst: true, first: 20, state: BOOKED) {
      nodes {
        id
        startsAt
        state
        minutes
        place
        type {
          id
        }
        counselor {
          id
        }
      }
    }
    before: sessions(until: $until, newestFirst: true, first: 20, state: BOOKED) {
      nodes {
        startsAt
        state
        counselor {
          id
        }
      }
    }
    sessionTypes {
      id
      name
      minutes
      places
      needsApproval
    }
  }
`);

/** Who can be booked, for what, what was booked last, and what took place: a long series ahead would hide who was there. */
export const bookPage = () => gql(keys.sessions, BookPage, { until: hour(1) });
