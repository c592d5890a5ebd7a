// Apart from the components: what a route's loader imports comes with the first chunk.
import { infiniteQueryOptions } from "@tanstack/react-query";
import { gql } from "@/api/client";
import { request } from "@/api/fetcher";
import { keys } from "@/api/keys";
import { graphql, unmask } from "@/gql";

export const MentorPairLine = graphql(`
  fragment MentorPairLine on Mentorship {
    id
    side
    client {
      id
      name
      pronouns
    }
    state
    words
    reasons {
      kind
      text
    }
    answeredByMe
    offerExpiresAt
    startedAt
    pausedUntil
    endReason
    endWords
    endedByMe
    closingSince
    closedAt
    lost
    agreedByClient
    agreedByMentor
    backupConsent
    mentorAway
    answeredSurvey
    unreadMessages
  }
`);
export const MentorGoal = graphql(`
  fragment MentorGoal on Goal {
    id
    text
    targetOn
    state
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
`);
export const MentorCheckIn = graphql(`
  fragment MentorCheckIn on PairCheckIn {
    id
    mood
    urge
    commitmentKept
    note
    createdAt
  }
`);
export const MentorMeeting = graphql(`
  fragment MentorMeeting on PairMeeting {
    id
    on
    startsAt
    minutes
    notedByMe
  }
`);
export const MentorMessage = graphql(`
  fragment MentorMessage on PairMessage {
    id
    author {
      id
      name
    }
    body
    sentAt
  }
`);
const MentorPairs = graphql(`
  query MentorPairs {
    myMentorships {
      ...MentorPairLine
    }
  }
`);
const MentorStep = graphql(`
  query MentorStep {
    myMentorProfile {
      id
      steppedAt
    }
  }
`);
const MentorOwnProfile = graphql(`
  query MentorOwnProfile {
    myMentorProfile {
      ...SteerMentorWhole
    }
  }
`);
const MentorOnePair = graphql(`
  query MentorOnePair($mentorshipId: ID!) {
    mentorship(mentorshipId: $mentorshipId) {
      ...MentorPairLine
      backup {
        id
        name
      }
      shownByOther {
        code
        label
      }
      goals {
        ...MentorGoal
      }
      checkIns {
        ...MentorCheckIn
      }
      meetings {
        ...MentorMeeting
      }
    }
  }
`);
const MentorStandIns = graphql(`
  query MentorStandIns {
    standIns {
      mentor {
        id
        name
      }
      askedAt
      agreed
    }
  }
`);
const MentorAgreement = graphql(`
  query MentorAgreement {
    mentorshipAgreement {
      version
      lines
    }
  }
`);
/** Everybody with a calendar of their own; those who mentor are among them. */
const MentorColleagues = graphql(`
  query MentorColleagues {
    counselors {
      id
      name
      roles
    }
  }
`);
const MentorMessages = graphql(`
  query MentorMessages($mentorshipId: ID!, $before: ID) {
    pairMessages(mentorshipId: $mentorshipId, first: 40, before: $before) {
      nodes {
        ...MentorMessage
      }
      hasOlder
      readUntil
      otherReadUntil
    }
  }
`);
export const MentorChanges = graphql(`
  subscription MentorChanges {
    pairChanges {
      kind
      mentorshipId
      message {
        ...MentorMessage
      }
    }
  }
`);

export const ownPairs = gql(keys.mentorSpace, MentorPairs);
export const ownStep = gql(keys.mentorSpace, MentorStep);
export const ownProfile = gql(keys.mentorSpace, MentorOwnProfile);
export const ownPair = (mentorshipId: string) => gql(keys.mentorSpace, MentorOnePair, { mentorshipId });
export const standIns = gql(keys.mentorSpace, MentorStandIns);
export const agreement = gql(keys.mentorSpace, MentorAgreement);
export const colleagues = gql(keys.counselors, MentorColleagues);
/** From the newest page upward: the first page is the newest, each next one is older. */
export const messagePages = (mentorshipId: string) =>
  infiniteQueryOptions({
    queryKey: keys.pairMessages(mentorshipId),
    queryFn: async ({ signal, pageParam }) => {
      const { pairMessages } = await request(MentorMessages, { mentorshipId, before: pageParam }, { signal });
      return pairMessages ?? { nodes: [], hasOlder: false, readUntil: null, otherReadUntil: null };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => {
      const [first] = page.nodes;
      return page.hasOlder && first ? unmask(MentorMessage, first).id : null;
    },
  });
