// Apart from the components: what a route's loader imports comes with the first chunk.
import { infiniteQueryOptions } from "@tanstack/react-query";
import { gql } from "@/api/client";
import { request } from "@/api/fetcher";
import { keys } from "@/api/keys";
import { graphql, unmask } from "@/gql";
import type { WalkPairQuery } from "@/gql/graphql";

const WalkPair = graphql(`
  query WalkPair($id: ID!) {
    mentorship(mentorshipId: $id) {
      id
      side
      state
      mentor {
        id
        name
        pronouns
      }
      reasons {
        kind
        text
      }
      startedAt
      agreedByClient
      agreedByMentor
      backup {
        id
        name
      }
      backupConsent
      mentorAway
      shownByOther {
        code
        label
      }
      pausedUntil
      endReason
      endWords
      endedByMe
      closingSince
      closedAt
      answeredSurvey
      goals {
        id
        text
        targetOn
        state
        version
        createdAt
        settledAt
        comments {
          id
          author {
            id
            name
          }
          body
          createdAt
        }
      }
      checkIns {
        id
        mood
        urge
        commitmentKept
        note
        sharing {
          mood
          urge
          commitmentKept
          note
        }
        createdAt
      }
      meetings {
        id
        on
        startsAt
        minutes
        notedByMe
      }
      unreadMessages
    }
    mentorshipAgreement {
      version
      lines
    }
  }
`);
const WalkMeetings = graphql(`
  query WalkMeetings($from: DateTime!) {
    viewer {
      counselors {
        id
      }
    }
    sessions(from: $from, state: BOOKED, first: 20) {
      nodes {
        ...SessionParts
      }
    }
  }
`);
export const WalkMessageParts = graphql(`
  fragment WalkMessageParts on PairMessage {
    id
    author {
      id
      name
    }
    body
    sentAt
  }
`);
const WalkMessages = graphql(`
  query WalkMessages($id: ID!, $before: ID) {
    pairMessages(mentorshipId: $id, first: 40, before: $before) {
      nodes {
        ...WalkMessageParts
      }
      hasOlder
      readUntil
      otherReadUntil
    }
  }
`);

export const walkPair = (id: string) => gql(keys.pair(id), WalkPair, { id });
/** What is booked from this hour on. */
export const walkMeetings = (from: string) => gql(keys.sessions, WalkMeetings, { from });

/** What the two wrote, from the newest page upward. */
export const walkMessages = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.pairMessages(id),
    queryFn: ({ signal, pageParam }) => request(WalkMessages, { id, before: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ pairMessages }) => {
      const [first] = pairMessages?.nodes ?? [];
      return pairMessages?.hasOlder && first ? unmask(WalkMessageParts, first).id : null;
    },
  });

export type PairView = NonNullable<WalkPairQuery["mentorship"]>;
export type GoalView = PairView["goals"][number];
export type MeetingHeld = PairView["meetings"][number];
export type CheckInView = PairView["checkIns"][number];
export type Agreement = WalkPairQuery["mentorshipAgreement"];

/** They walk together, or are about to part: what is theirs can be written and changed. */
export const lives = (pair: Pick<PairView, "state">) =>
  ["ACTIVE", "PAUSED", "STEPPING_BACK", "CLOSING"].includes(pair.state);
