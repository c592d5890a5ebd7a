// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { MembershipState } from "@/gql/graphql";

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
    missed
    whenQuiet
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
const StaffJoinRequests = graphql(`
  query StaffJoinRequests($after: String) {
    joinRequests(first: 25, after: $after) {
      nodes {
        group {
          id
          name
        }
        entry {
          ...EntryParts
        }
      }
      pageInfo {
        hasNextPage
        endCursor
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
          namesLeftOut
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

export const peoplePages = (groupId: string, state: MembershipState) =>
  gqlPages([...keys.group(groupId), "people"], StaffGroupPeople, { groupId, state }, (data) => data.groupPeople);
export const requestPages = gqlPages(keys.groups, StaffJoinRequests, {}, (data) => data.joinRequests);
export const casePages = (open: boolean) =>
  gqlPages(keys.moderation, StaffCases, { open }, (data) => data.moderationCases);
export const clientGroupsOf = (clientId: string) => gql(keys.client(clientId), StaffClientGroups, { clientId });
export const clientMeetingPages = (clientId: string) =>
  gqlPages(keys.client(clientId), StaffClientMeetings, { clientId }, (data) => data.clientMeetings);
