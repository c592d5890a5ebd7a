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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
