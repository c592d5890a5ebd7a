// Apart from the components: what a route's loader imports comes with the first chunk.
import { gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { PastMeetingsQuery } from "@/gql/graphql";

const PastMeetings = graphql(`
  query PastMeetings($clientId: ID!, $after: String) {
    clientMeetings(clientId: $clientId, first: 20, after: $after) {
      nodes {
        meetingId
        groupId
        groupName
        startsAt
        zone
        attendance {
          status
        }
        notes {
          shared
          body
          namesLeftOut
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
export type PastMeeting = PastMeetingsQuery["clientMeetings"]["nodes"][number];

/** Meetings that were held and that one was noted in, the newest first, with one's own copy of the notes. */
export const pastMeetings = (clientId: string) =>
  gqlPages(keys.meetings, PastMeetings, { clientId }, (data) => data.clientMeetings);
