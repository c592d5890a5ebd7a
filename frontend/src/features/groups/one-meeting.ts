import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const RoomMeeting = graphql(`
  query RoomMeeting($id: ID!) {
    meeting(id: $id) {
      ...MeetingParts
      group {
        id
        agreement {
          version
          lines
        }
      }
    }
  }
`);

export const roomMeeting = (id: string) => gql(keys.meeting(id), RoomMeeting, { id });
