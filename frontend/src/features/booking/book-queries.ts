// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const BookPage = graphql(`
  query BookPage {
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
    sessionTypes {
      id
      name
      minutes
      places
      needsApproval
    }
  }
`);

/** Who can be booked, for what, and what was booked last. */
export const bookPage = gql(keys.sessions, BookPage);
