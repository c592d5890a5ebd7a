// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { MentorState } from "@/gql/graphql";

export const SteerCredentialParts = graphql(`
  fragment SteerCredentialParts on Credential {
    id
    kind
    issuer
    number
    issuedOn
    expiresOn
    expired
    verifiedBy {
      id
      name
    }
    verifiedAt
  }
`);
export const SteerHolder = graphql(`
  fragment SteerHolder on CredentialHolder {
    id
    mentors
    member {
      id
      name
    }
    credentials {
      ...SteerCredentialParts
    }
  }
`);
const SteerHolders = graphql(`
  query SteerHolders($after: String) {
    credentialHolders(first: 50, after: $after) {
      nodes {
        ...SteerHolder
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const SteerOneHolder = graphql(`
  query SteerOneHolder($memberId: ID!) {
    credentialHolder(memberId: $memberId) {
      ...SteerHolder
    }
  }
`);
export const SteerSupervisionParts = graphql(`
  fragment SteerSupervisionParts on Supervision {
    id
    supervisor {
      id
      name
    }
    heldOn
    minutes
    way
    topics
    actions
  }
`);
export const SteerMentorWhole = graphql(`
  fragment SteerMentorWhole on Mentor {
    ...SteerMentorLine
    backgroundCheckedOn
    backup {
      id
      name
    }
    backupStanding
    supervisor {
      id
      name
    }
    supervisionMinutes
    credentials {
      ...SteerCredentialParts
    }
    training {
      competency
      minutes
    }
    supervisions {
      ...SteerSupervisionParts
    }
    version
    approvedAt
  }
`);
const SteerMentors = graphql(`
  query SteerMentors($state: MentorState, $after: String) {
    mentors(state: $state, first: 50, after: $after) {
      nodes {
        ...SteerMentorLine
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const SteerApprovedMentors = graphql(`
  query SteerApprovedMentors {
    mentors(state: APPROVED, first: 100) {
      nodes {
        id
        about
        away
        member {
          id
          name
        }
      }
    }
  }
`);
const SteerEveryMentor = graphql(`
  query SteerEveryMentor {
    mentors(first: 100) {
      nodes {
        id
        member {
          id
          name
        }
      }
    }
  }
`);
const SteerOneMentor = graphql(`
  query SteerOneMentor($mentorId: ID!) {
    mentor(mentorId: $mentorId) {
      ...SteerMentorWhole
    }
  }
`);
const SteerSupervisionHeld = graphql(`
  query SteerSupervisionHeld($from: LocalDate!, $until: LocalDate!) {
    supervisionHours(from: $from, until: $until) {
      mentor {
        id
        name
      }
      heldMinutes
      individualMinutes
      owedMinutes
    }
  }
`);
const SteerSupervisors = graphql(`
  query SteerSupervisors {
    mentorSupervisors {
      id
      name
    }
  }
`);
export const SteerConflictParts = graphql(`
  fragment SteerConflictParts on PairConflict {
    id
    members {
      id
      name
    }
    source
    reason
    enteredBy {
      id
      name
    }
    createdAt
  }
`);
const SteerConflicts = graphql(`
  query SteerConflicts($memberId: ID!) {
    pairConflicts(memberId: $memberId) {
      ...SteerConflictParts
    }
  }
`);

export const mentorStates: readonly MentorState[] = ["APPLIED", "TRAINING", "SHADOWING", "APPROVED", "PAUSED", "ENDED"];
export const isMentorState = (value: unknown): value is MentorState => mentorStates.includes(value as MentorState);

export const mentorPages = (state: MentorState | undefined) =>
  gqlPages(keys.mentors, SteerMentors, { state: state ?? null }, (data) => data.mentors);
export const approvedMentors = gql(keys.mentors, SteerApprovedMentors);
/** To find one by name while one types. */
export const everyMentor = gql(keys.mentors, SteerEveryMentor);
export const oneMentor = (mentorId: string) => gql(keys.mentors, SteerOneMentor, { mentorId });
export const supervisionHeld = (from: string, until: string) =>
  gql(keys.mentors, SteerSupervisionHeld, { from, until });
export const supervisors = gql(keys.mentors, SteerSupervisors);
export const conflictsOf = (memberId: string) => gql(keys.mentoring, SteerConflicts, { memberId });
export const holderPages = gqlPages(keys.mentors, SteerHolders, {}, (data) => data.credentialHolders);
export const oneHolder = (memberId: string) => gql(keys.mentors, SteerOneHolder, { memberId });
