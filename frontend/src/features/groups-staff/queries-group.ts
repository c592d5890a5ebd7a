// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { GroupFilter } from "@/gql/graphql";

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
    canHold
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
      publicConferenceUrl
      publicConferencePhone
      feedProblem {
        message
      }
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
export const RunSheetParts = graphql(`
  fragment RunSheetParts on RunSheet {
    format
    steps {
      key
      title
      minutes
      text
    }
    turnSeconds
    version
  }
`);
const StaffRunSheet = graphql(`
  query StaffRunSheet($groupId: ID!) {
    runSheet(groupId: $groupId) {
      ...RunSheetParts
    }
  }
`);
const GroupTurns = graphql(`
  query GroupTurns($groupId: ID!) {
    groupTurns(groupId: $groupId) {
      shares {
        person {
          id
          alias
          me
        }
        part
        held
        ahead
        lastAt
        nextAt
      }
      difference
    }
  }
`);
const ChatDays = graphql(`
  query ChatDays {
    viewer {
      center {
        id
        chatDaysDefault
        chatDaysAtMost
      }
    }
  }
`);
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

export const groupsToInvite = gql(keys.groups, StaffGroups, { filter: { state: "ACTIVE" as const } });
export const groupPages = (filter: GroupFilter) =>
  gqlPages(keys.groups, StaffGroups, { filter }, (data) => data.groups);
export const oneGroup = (id: string) => gql(keys.group(id), StaffGroup, { id });
export const sheetOf = (groupId: string) => gql(keys.group(groupId), StaffRunSheet, { groupId });
export const turnsOf = (groupId: string) => gql(keys.group(groupId), GroupTurns, { groupId });
export const chatDays = gql(keys.setup, ChatDays);
export const candidates = gql(keys.members, StaffCandidates);
