// What happens to and in one meeting.
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const StaffChangeMeeting = graphql(`
  mutation StaffChangeMeeting($input: ChangeMeetingInput!) {
    changeMeeting(input: $input) {
      meeting {
        ...MeetingLine
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffCancelMeeting = graphql(`
  mutation StaffCancelMeeting($input: CancelMeetingInput!) {
    cancelMeeting(input: $input) {
      meeting {
        ...MeetingLine
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffRestoreMeeting = graphql(`
  mutation StaffRestoreMeeting($meetingId: ID!, $version: Int!) {
    restoreMeeting(meetingId: $meetingId, version: $version) {
      meeting {
        ...MeetingLine
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffReleaseDuty = graphql(`
  mutation StaffReleaseDuty($meetingId: ID!) {
    releaseDuty(meetingId: $meetingId) {
      meeting {
        ...MeetingLine
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffAcceptDuty = graphql(`
  mutation StaffAcceptDuty($meetingId: ID!) {
    acceptDuty(meetingId: $meetingId) {
      meeting {
        ...MeetingLine
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffDeclineDuty = graphql(`
  mutation StaffDeclineDuty($meetingId: ID!) {
    declineDuty(meetingId: $meetingId) {
      meeting {
        ...MeetingLine
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffOpenMeeting = graphql(`
  mutation StaffOpenMeeting($meetingId: ID!) {
    openMeeting(meetingId: $meetingId) {
      meeting {
        ...MeetingLine
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffBeginMeeting = graphql(`
  mutation StaffBeginMeeting($meetingId: ID!) {
    beginMeeting(meetingId: $meetingId) {
      meeting {
        ...MeetingLine
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffEndMeeting = graphql(`
  mutation StaffEndMeeting($input: EndMeetingInput!) {
    endMeeting(input: $input) {
      meeting {
        ...MeetingLine
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffJoinMeeting = graphql(`
  mutation StaffJoinMeeting($meetingId: ID!) {
    joinMeeting(meetingId: $meetingId) {
      url
      meeting {
        id
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffTakeAttendance = graphql(`
  mutation StaffTakeAttendance($input: TakeAttendanceInput!) {
    takeAttendance(input: $input) {
      roster {
        ...RosterParts
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffSteerFloor = graphql(`
  mutation StaffSteerFloor($input: SteerFloorInput!) {
    steerFloor(input: $input) {
      floor {
        ...StaffFloorParts
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffSetTurns = graphql(`
  mutation StaffSetTurns($input: SetTurnsInput!) {
    setTurns(input: $input) {
      floor {
        ...StaffFloorParts
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffSaveNote = graphql(`
  mutation StaffSaveNote($input: SaveMeetingNoteInput!) {
    saveMeetingNote(input: $input) {
      note {
        ...NoteParts
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const StaffSignNotes = graphql(`
  mutation StaffSignNotes($meetingId: ID!) {
    signMeetingNotes(meetingId: $meetingId) {
      notes {
        ...NoteParts
      }
      problems {
        __typename
        code
        message
        path
        ... on NamesSomeone {
          personId
          alias
        }
      }
    }
  }
`);

/** What is stale afterwards. */
export const stale = { invalidates: [keys.meetings, keys.groups] };
