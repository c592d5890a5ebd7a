import { graphql } from "@/gql";
import type { GroupPagePartsFragment } from "@/gql/graphql";

/** All that a member, or somebody who thinks of becoming one, reads about a group. */
export const GroupPageParts = graphql(`
  fragment GroupPageParts on Group {
    id
    name
    about
    access
    format
    pathways
    audience
    languages
    accessibility
    mode
    state
    chat
    chatDays
    full
    location
    joinPhone
    size {
      least
      most
    }
    facilitators {
      id
      alias
      pronouns
    }
    agreement {
      version
      lines
    }
    breaks {
      id
      from
      until
      reason
    }
    nextMeetings(first: 3) {
      ...MeetingParts
    }
    myMembership {
      ...PlaceParts
    }
  }
`);
export type GroupPageView = GroupPagePartsFragment;
