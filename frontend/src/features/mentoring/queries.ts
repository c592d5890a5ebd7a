// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { MentorshipState } from "@/gql/graphql";

export const SteerRequestParts = graphql(`
  fragment SteerRequestParts on MentorRequest {
    client {
      id
      name
      pronouns
    }
    words
    languages
    modes
    onlyGender {
      code
      label
    }
    freeHours {
      weekday
      from
      until
    }
    highNeed
    asked
    waitingSince
  }
`);
export const SteerMentorLine = graphql(`
  fragment SteerMentorLine on Mentor {
    id
    member {
      id
      name
      pronouns
    }
    state
    about
    languages
    modes
    capacity
    load
    pairCount
    pausedUntil
    pausedByCenter
    credentialExpired
    away
    appliedAt
  }
`);
export const SteerSuggestionParts = graphql(`
  fragment SteerSuggestionParts on MentorSuggestion {
    mentor {
      id
      member {
        id
        name
        pronouns
      }
      about
      capacity
      load
      pairCount
    }
    score
    overlapMinutes
    reasons {
      kind
      text
    }
  }
`);
export const SteerPairLine = graphql(`
  fragment SteerPairLine on Mentorship {
    id
    client {
      id
      name
    }
    mentor {
      id
      name
    }
    state
    way
    offerExpiresAt
    startedAt
    pausedUntil
    backupConsent
    closingSince
    closedAt
    answeredSurvey
    updatedAt
  }
`);
export const SteerNeedParts = graphql(`
  fragment SteerNeedParts on MentorshipBoardRow {
    mentorshipId
    client {
      id
      name
    }
    mentor {
      id
      name
    }
    state
    backupConsent
    needs {
      kind
      number
    }
  }
`);
const SteerMentorRequests = graphql(`
  query SteerMentorRequests($search: String, $programId: ID, $after: String) {
    mentorRequests(search: $search, programId: $programId, first: 20, after: $after) {
      nodes {
        ...SteerRequestParts
      }
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const SteerMentorSuggestions = graphql(`
  query SteerMentorSuggestions($clientId: ID!) {
    mentorSuggestions(clientId: $clientId) {
      ...SteerSuggestionParts
    }
  }
`);
const SteerPairs = graphql(`
  query SteerPairs($state: MentorshipState, $mentorId: ID, $after: String) {
    mentorships(state: $state, mentorId: $mentorId, first: 25, after: $after) {
      nodes {
        ...SteerPairLine
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
/** Whom a client is asking, or has asked: these are not asked a second time. */
const SteerPairsOfClient = graphql(`
  query SteerPairsOfClient($clientId: ID!) {
    mentorships(clientId: $clientId, first: 50) {
      nodes {
        id
        state
        mentor {
          id
          name
        }
      }
    }
  }
`);
/** For lists that name the two by themselves. */
const SteerPairNeeds = graphql(`
  query SteerPairNeeds {
    mentorshipBoard(all: false) {
      mentorshipId
      needs {
        kind
        number
      }
    }
  }
`);
const SteerSupportBoard = graphql(`
  query SteerSupportBoard {
    mentorshipBoard(all: false) {
      ...SteerNeedParts
    }
  }
`);
const SteerOnePair = graphql(`
  query SteerOnePair($mentorshipId: ID!) {
    mentorship(mentorshipId: $mentorshipId) {
      ...SteerPairLine
    }
  }
`);
const SteerSurveys = graphql(`
  query SteerSurveys($mentorshipId: ID!) {
    mentorshipSurveys(mentorshipId: $mentorshipId) {
      client {
        feltHeard
        helped
        wouldAgain
        words
      }
      mentor {
        feltHeard
        helped
        wouldAgain
        words
      }
    }
  }
`);

/** Hundreds may wait, each with words and hours: only those who are on the screen are asked for. */
export const seekerPages = (wanted: { search: string; program?: string }) =>
  gqlPages(
    keys.seekers,
    SteerMentorRequests,
    { search: wanted.search || null, programId: wanted.program ?? null },
    (data) => data.mentorRequests,
  );
export const suggestions = (clientId: string) => gql(keys.suggestions(clientId), SteerMentorSuggestions, { clientId });
export const pairsOfClient = (clientId: string) => gql(keys.questions, SteerPairsOfClient, { clientId });
export const pairPages = (wanted: { state?: MentorshipState; mentorId?: string }) =>
  gqlPages(
    wanted.state === "OFFERED" ? keys.questions : keys.steeredPairs,
    SteerPairs,
    { state: wanted.state ?? null, mentorId: wanted.mentorId ?? null },
    (data) => data.mentorships,
  );
export const pairNeeds = gql(keys.pairNeeds, SteerPairNeeds);
export const supportBoard = gql(keys.pairNeeds, SteerSupportBoard);
export const onePair = (mentorshipId: string) => gql(keys.steeredPairs, SteerOnePair, { mentorshipId });
/** That it was read is logged: asked for when somebody opens it, and not again by itself. */
export const surveysOf = (mentorshipId: string) => gql(keys.mentoring, SteerSurveys, { mentorshipId });
