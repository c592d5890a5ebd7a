// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { GroupFilter, MembershipState } from "@/gql/graphql";

export const MeetingLine = graphql(`
  fragment MeetingLine on Meeting {
    id
    startsAt
    endsAt
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
export const SeriesParts = graphql(`
  fragment SeriesParts on GroupSeries {
    id
    rule
    zone
    localStart
    minutes
    endsBefore
  }
`);
export const GroupLine = graphql(`
  fragment GroupLine on Group {
    id
    name
    state
    version
    full
    canRun
    canManage
    series {
      ...SeriesParts
    }
    facilitators {
      id
      alias
      me
    }
    nextMeetings(first: 1) {
      ...MeetingLine
    }
  }
`);
export const GroupWhole = graphql(`
  fragment GroupWhole on Group {
    ...GroupLine
    about
    access
    format
    pathways
    audience
    languages
    accessibility
    mode
    capacity
    location
    joinPhone
    chat
    chatDays
    size {
      least
      most
    }
    agreement {
      version
      lines
      adoptedAt
    }
    breaks {
      id
      from
      until
      reason
    }
    settings {
      joinUrl
      public
      publicSlug
      publicAddress
      publicUrl
      publicNotes
      facilitators {
        member {
          id
          name
        }
        alias
        part
        restHours
      }
    }
  }
`);
const StaffGroups = graphql(`
  query StaffGroups($filter: GroupFilter, $after: String) {
    groups(filter: $filter, first: 25, after: $after) {
      nodes {
        ...GroupLine
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const StaffGroup = graphql(`
  query StaffGroup($id: ID!) {
    group(id: $id) {
      ...GroupWhole
    }
  }
`);
const StaffMeetings = graphql(`
  query StaffMeetings($groupId: ID, $from: DateTime, $until: DateTime, $mine: Boolean!, $after: String) {
    meetings(groupId: $groupId, from: $from, until: $until, mine: $mine, first: 25, after: $after) {
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
      joinsFrom
      canJoinNow
      group {
        id
        canManage
        facilitators {
          id
          me
        }
      }
    }
  }
`);
export const EntryParts = graphql(`
  fragment EntryParts on GroupEntry {
    person {
      id
      alias
      pronouns
    }
    state
    words
    waitingSince
    offeredUntil
    joinedAt
    pausedUntil
    lastCame
    removalReason
  }
`);
const StaffGroupPeople = graphql(`
  query StaffGroupPeople($groupId: ID!, $state: MembershipState!, $after: String) {
    groupPeople(groupId: $groupId, state: $state, first: 50, after: $after) {
      nodes {
        ...EntryParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
export const RosterParts = graphql(`
  fragment RosterParts on Roster {
    came
    expected
    checkInCode
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
const StaffRunSheet = graphql(`
  query StaffRunSheet($groupId: ID!) {
    runSheet(groupId: $groupId) {
      steps {
        key
        title
        minutes
        text
      }
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
const StaffGroupPulse = graphql(`
  query StaffGroupPulse($groupId: ID!) {
    groupPulse(groupId: $groupId) {
      points {
        firstMeetingAt
        lastMeetingAt
        meetings
        answers
        belonged
        heard
        comeBack
      }
      overall {
        answers
        belonged
        heard
        comeBack
      }
    }
  }
`);
const StaffAttendance = graphql(`
  query StaffAttendance($groupId: ID!, $from: LocalDate!, $until: LocalDate!) {
    attendanceReport(groupId: $groupId, from: $from, until: $until) {
      meetings
      came
      hiddenMonths
      months {
        month
        meetings
        came
        people
        inPerson
        online
        onTime
        late
        leftEarly
      }
    }
  }
`);
export const CaseParts = graphql(`
  fragment CaseParts on ModerationCase {
    id
    groupId
    groupName
    kind
    reason
    flags
    words
    person {
      id
      alias
      facilitates
    }
    place
    removalReason
    hidden
    state
    createdAt
    handledAt
    handledBy {
      id
      alias
    }
    mayDecide
  }
`);
const StaffCases = graphql(`
  query StaffCases($open: Boolean!, $after: String) {
    moderationCases(open: $open, first: 25, after: $after) {
      nodes {
        ...CaseParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const StaffClientGroups = graphql(`
  query StaffClientGroups($clientId: ID!) {
    clientGroups(clientId: $clientId) {
      groupId
      name
      state
      joinedAt
      endedAt
      came
      noted
      lastCame
    }
  }
`);
const StaffClientMeetings = graphql(`
  query StaffClientMeetings($clientId: ID!, $after: String) {
    clientMeetings(clientId: $clientId, first: 25, after: $after) {
      nodes {
        meetingId
        groupId
        groupName
        startsAt
        zone
        attendance {
          status
          minutes
        }
        notes {
          body
          signedAt
          shared
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const groupsToInvite = gql(keys.groups, StaffGroups, { filter: { state: "ACTIVE" as const } });
export const groupPages = (filter: GroupFilter) =>
  gqlPages(keys.groups, StaffGroups, { filter }, (data) => data.groups);
export const oneGroup = (id: string) => gql(keys.group(id), StaffGroup, { id });
export const meetingPages = (wanted: { groupId?: string; from?: string; until?: string; mine?: boolean }) =>
  gqlPages(keys.meetings, StaffMeetings, { ...wanted, mine: wanted.mine ?? false }, (data) => data.meetings);
export const oneMeeting = (id: string) => gql(keys.meeting(id), StaffMeeting, { id });
export const peoplePages = (groupId: string, state: MembershipState) =>
  gqlPages([...keys.group(groupId), "people"], StaffGroupPeople, { groupId, state }, (data) => data.groupPeople);
export const appliedTo = (groupId: string) =>
  gql([...keys.group(groupId), "people"], StaffGroupPeople, { groupId, state: "APPLIED" as const });
export const rosterOf = (meetingId: string) => gql(keys.meeting(meetingId), StaffRoster, { meetingId });
export const floorOf = (meetingId: string) => ({
  ...gql(keys.meeting(meetingId), StaffFloor, { meetingId }),
  refetchInterval: 30_000,
});
export const sheetOf = (groupId: string) => gql(keys.group(groupId), StaffRunSheet, { groupId });
// What is being written must not be replaced by an older answer: asked for once, when the page opens.
export const notesOf = (meetingId: string) => ({
  ...gql([...keys.meeting(meetingId), "notes"], StaffMeetingNotes, { meetingId }),
  refetchOnWindowFocus: false,
});
export const pulseOf = (groupId: string) => gql(keys.group(groupId), StaffGroupPulse, { groupId });
export const attendanceOf = (groupId: string, from: string, until: string) =>
  gql(keys.group(groupId), StaffAttendance, { groupId, from, until });
export const casePages = (open: boolean) =>
  gqlPages(keys.moderation, StaffCases, { open }, (data) => data.moderationCases);
export const clientGroupsOf = (clientId: string) => gql(keys.client(clientId), StaffClientGroups, { clientId });
export const clientMeetingPages = (clientId: string) =>
  gqlPages(keys.client(clientId), StaffClientMeetings, { clientId }, (data) => data.clientMeetings);
const StaffCandidates = graphql(`
  query StaffCandidates {
    facilitators: members(role: FACILITATOR, first: 50) {
      ...CandidateList
    }
    counselors: members(role: COUNSELOR, first: 50) {
      ...CandidateList
    }
    mentors: members(role: PEER_MENTOR, first: 50) {
      ...CandidateList
    }
    supervisors: members(role: SUPERVISOR, first: 50) {
      ...CandidateList
    }
  }
`);
export const CandidateList = graphql(`
  fragment CandidateList on MemberAccountConnection {
    nodes {
      state
      member {
        id
        name
      }
    }
  }
`);
export const candidates = gql(keys.members, StaffCandidates);
