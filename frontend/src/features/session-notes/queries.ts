// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const CareNote = graphql(`
  fragment CareNote on SessionNote {
    id
    sessionId
    author {
      id
      name
    }
    template {
      key
      name
      prompts {
        key
        words
        required
      }
    }
    answers {
      prompt
      text
    }
    clientLine
    state
    version
    savedAt
    openedToClientAt
    signedAt
    late
    cosignedBy {
      id
      name
    }
    cosignedAt
    voidedBy {
      id
      name
    }
    voidedAt
    voidReason
    addenda {
      id
      by {
        id
        name
      }
      text
      at
    }
    copies {
      id
      answers {
        prompt
        text
      }
      at
    }
  }
`);

const CareNoteOf = graphql(`
  query CareNoteOf($sessionId: ID!) {
    sessionNote(sessionId: $sessionId) {
      ...CareNote
    }
  }
`);

export const noteOf = (sessionId: string) => gql(keys.note(sessionId), CareNoteOf, { sessionId });

const CareVoidedNotes = graphql(`
  query CareVoidedNotes($sessionId: ID!) {
    voidedSessionNotes(sessionId: $sessionId) {
      ...CareNote
    }
  }
`);
export const voidedNotesOf = (sessionId: string) => gql(keys.note(sessionId), CareVoidedNotes, { sessionId });

const CareNoteTemplates = graphql(`
  query CareNoteTemplates {
    noteTemplates {
      key
      name
      prompts {
        key
        words
        required
      }
    }
  }
`);

export const noteTemplates = { ...gql(keys.setup, CareNoteTemplates), staleTime: Number.POSITIVE_INFINITY };

const CareSessionsBefore = graphql(`
  query CareSessionsBefore($clientId: ID!, $until: DateTime!) {
    sessions(clientId: $clientId, until: $until, state: BOOKED, newestFirst: true, first: 6) {
      nodes {
        id
        startsAt
        state
      }
    }
  }
`);

/** What was before, to find the last note. */
export const sessionsBefore = (clientId: string, until: string) =>
  gql(keys.sessions, CareSessionsBefore, { clientId, until });

export const WaitingNote = graphql(`
  fragment WaitingNote on Session {
    id
    startsAt
    endsAt
    state
    client {
      id
      name
    }
    counselor {
      id
      name
    }
  }
`);

const CareNotesToFinish = graphql(`
  query CareNotesToFinish($after: String) {
    notesToFinish(first: 5, after: $after) {
      nodes {
        ...WaitingNote
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const CareNotesToCoSign = graphql(`
  query CareNotesToCoSign($after: String) {
    notesToCoSign(first: 5, after: $after) {
      nodes {
        ...WaitingNote
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const notesToFinish = gqlPages(
  [...keys.notesWaiting, "finish"],
  CareNotesToFinish,
  {},
  (data) => data.notesToFinish,
);
export const notesToCoSign = gqlPages(
  [...keys.notesWaiting, "cosign"],
  CareNotesToCoSign,
  {},
  (data) => data.notesToCoSign,
);

const CareClientSessions = graphql(`
  query CareClientSessions($clientId: ID!, $until: DateTime!, $after: String) {
    sessions(clientId: $clientId, until: $until, state: BOOKED, newestFirst: true, first: 25, after: $after) {
      nodes {
        ...WaitingNote
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const pastSessions = (clientId: string, until: string) =>
  gqlPages(keys.sessions, CareClientSessions, { clientId, until }, (data) => data.sessions);

const CareEarlierNotes = graphql(`
  query CareEarlierNotes($clientId: ID!, $after: String) {
    earlierNotes(clientId: $clientId, first: 25, after: $after) {
      nodes {
        id
        sessionId
        startsAt
        endsAt
        author {
          id
          name
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** What others signed about a client before. */
export const earlierNotes = (clientId: string) =>
  gqlPages(keys.notesWaiting, CareEarlierNotes, { clientId }, (data) => data.earlierNotes);

const CareClientPlan = graphql(`
  query CareClientPlan($clientId: ID!) {
    client(id: $clientId) {
      id
      enrollments {
        id
        state
        program {
          id
          name
        }
        phase {
          id
          name
        }
        readiness {
          criterionId
          name
          client
          staff
          worthATalk
        }
      }
    }
  }
`);
const CareOwnPairs = graphql(`
  query CareOwnPairs {
    myMentorships {
      id
      side
      state
      client {
        id
      }
    }
  }
`);
const CareGoals = graphql(`
  query CareGoals($mentorshipId: ID!) {
    mentorship(mentorshipId: $mentorshipId) {
      id
      goals {
        id
        text
        targetOn
        state
      }
    }
  }
`);

/** Where a client is in their program, and what its phase works toward. */
export const clientPlan = (clientId: string) => gql(keys.enrollments, CareClientPlan, { clientId });
/** Whom the viewer walks with. */
export const ownWalks = gql(keys.mentorSpace, CareOwnPairs);
/** What a client told their mentor they want to reach: for the two of them only. */
export const pairGoals = (mentorshipId: string) => gql(keys.mentorSpace, CareGoals, { mentorshipId });
