// Apart from the components: what a route's loader imports comes with the first chunk.
import { queryOptions } from "@tanstack/react-query";
import { gql, gqlPages } from "@/api/client";
import { request } from "@/api/fetcher";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { MentorshipState, SteerAskedClientsQuery } from "@/gql/graphql";

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
    credentialExpired
    appliedAt
  }
`);
export const SteerSuggestionParts = graphql(`
  fragment SteerSuggestionParts on MentorSuggestion {
    mentor {
      ...SteerMentorLine
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
      pronouns
    }
    mentor {
      id
      name
    }
    state
    way
    highNeed
    offerExpiresAt
    startedAt
    pausedUntil
    backupConsent
    closingSince
    closedAt
    createdAt
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
    needs {
      kind
      number
    }
  }
`);
const SteerMentorRequests = graphql(`
  query SteerMentorRequests {
    mentorRequests {
      ...SteerRequestParts
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
const SteerAskedClients = graphql(`
  query SteerAskedClients($after: String) {
    mentorships(state: OFFERED, first: 100, after: $after) {
      nodes {
        client {
          id
        }
      }
      pageInfo {
        hasNextPage
        endCursor
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

export const requests = gql(keys.mentoring, SteerMentorRequests);
export const suggestions = (clientId: string) => gql(keys.mentoring, SteerMentorSuggestions, { clientId });
export const pairPages = (wanted: { state?: MentorshipState; mentorId?: string }) =>
  gqlPages(
    keys.mentoring,
    SteerPairs,
    { state: wanted.state ?? null, mentorId: wanted.mentorId ?? null },
    (data) => data.mentorships,
  );
/** Who has a question open already: all of them, also after a whole program was published. */
export const askedClients = queryOptions({
  queryKey: [...keys.mentoring, "asked"],
  queryFn: async ({ signal }) => {
    const asked: string[] = [];
    for (let after: string | null = null, pages = 0; pages < 20; pages += 1) {
      const { mentorships }: SteerAskedClientsQuery = await request(SteerAskedClients, { after }, { signal });
      asked.push(...mentorships.nodes.map((pair) => pair.client.id));
      after = mentorships.pageInfo.endCursor ?? null;
      if (!mentorships.pageInfo.hasNextPage || !after) break;
    }
    return asked;
  },
});
export const supportBoard = gql(keys.mentoring, SteerSupportBoard);
export const onePair = (mentorshipId: string) => gql(keys.mentoring, SteerOnePair, { mentorshipId });
