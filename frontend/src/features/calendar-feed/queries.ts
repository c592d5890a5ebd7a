// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const OwnCalendarFeed = graphql(`
  query OwnCalendarFeed {
    calendarFeed {
      title
      createdAt
      readAt
    }
  }
`);

export const calendarFeed = gql(keys.calendarFeed, OwnCalendarFeed);
