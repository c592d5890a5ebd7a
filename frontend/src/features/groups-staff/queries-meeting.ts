// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { MeetingOrder } from "@/gql/graphql";

export const MeetingLine = graphql(`
  fragment MeetingLine on Meeting {
    id
    startsAt
    endsAt
    joinsFrom
    localStart
    zone
    minutes
    mode
    state
    topic
    version
    movedFrom
    location
    needsHolder
    needsAttendance
    cancelReason
    canRun
    holder {
      id
      alias
      me
    }
    myDuty {
      part
      state
    }
    group {
      id
      name
    }
  }
`);
const StaffMeetings = graphql(`
  query StaffMeetings(
    $groupId: ID
    $from: DateTime
    $until: DateTime
    $mine: Boolean!
    $order: MeetingOrder!
    $after: String
  ) {
    meetings(
      groupId: $groupId
      from: $from
      until: $until
      mine: $mine
      order: $order
      first: 25
      after: $after
    ) {
      nodes {
        ...MeetingLine
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const StaffMeeting = graphql(`
  query StaffMeeting($id: ID!) {
    meeting(id: $id) {
      ...MeetingLine
      canJoinNow
      group {
        id
        canHold
      }
    }
  }
`);
const StaffDoor = graphql(`
  query StaffDoor($id: ID!) {
    meeting(id: $id) {
      id
      door {
        code
        came
        expected
      }
    }
  }
`);
export const RosterParts = graphql(`
  fragment RosterParts on Roster {
    came
    correctableUntil
    entries {
      person {
        id
        alias
        pronouns
      }
      attendance {
        status
        via
        arrivedAt
        leftAt
      }
    }
  }
`);
const StaffRoster = graphql(`
  query StaffRoster($meetingId: ID!) {
    roster(meetingId: $meetingId) {
      ...RosterParts
    }
  }
`);
export const StaffFloorParts = graphql(`
  fragment StaffFloorParts on Floor {
    meetingId
    format
    steps {
      key
      title
      minutes
      text
    }
    step
    stepBeganAt
    paused
    spentSeconds
    turns {
      id
      alias
    }
    turn
    turnBeganAt
    turnSpentSeconds
    turnSeconds
    passed {
      id
      alias
    }
    version
    canSteer
  }
`);
const StaffFloor = graphql(`
  query StaffFloor($meetingId: ID!) {
    floor(meetingId: $meetingId) {
      ...StaffFloorParts
    }
  }
`);
export const NoteParts = graphql(`
  fragment NoteParts on MeetingNote {
    id
    person {
      id
      alias
    }
    body
    state
    signedAt
    version
    authorAlias
  }
`);
const StaffMeetingNotes = graphql(`
  query StaffMeetingNotes($meetingId: ID!) {
    meetingNotes(meetingId: $meetingId) {
      ...NoteParts
    }
  }
`);

type Wanted = { groupId?: string; from?: string; until?: string; mine?: boolean; order?: MeetingOrder };
export const meetingPages = (wanted: Wanted) =>
  gqlPages(
    keys.meetings,
    StaffMeetings,
    { ...wanted, mine: wanted.mine ?? false, order: wanted.order ?? "EARLIEST_FIRST" },
    (data) => data.meetings,
  );
export const oneMeeting = (id: string) => gql(keys.meeting(id), StaffMeeting, { id });
export const doorOf = (id: string) => gql(keys.meeting(id), StaffDoor, { id });
export const rosterOf = (meetingId: string) => gql(keys.meeting(meetingId), StaffRoster, { meetingId });
export const floorOf = (meetingId: string) => ({
  ...gql(keys.meeting(meetingId), StaffFloor, { meetingId }),
  refetchInterval: 30_000,
});
// What is being written must not be replaced by an older answer: asked for once, when the page opens.
export const notesOf = (meetingId: string) => ({
  ...gql([...keys.meeting(meetingId), "notes"], StaffMeetingNotes, { meetingId }),
  refetchOnWindowFocus: false,
});
