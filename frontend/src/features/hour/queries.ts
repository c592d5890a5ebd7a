// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { MyNoteQuery } from "@/gql/graphql";

const MyWhereabouts = graphql(`
  query MyWhereabouts($sessionId: ID!) {
    whereabouts(sessionId: $sessionId) {
      place
      phone
      toldAt
    }
  }
`);
const MyNote = graphql(`
  query MyNote($sessionId: ID!) {
    takenBackAt: sessionNoteVoidedAt(sessionId: $sessionId)
    sessionNote(sessionId: $sessionId) {
      id
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
        }
      }
      answers {
        prompt
        text
      }
      clientLine
      clientLineVersion
      state
      savedAt
      signedAt
      addenda {
        id
        text
        at
        by {
          id
          name
        }
      }
    }
  }
`);

export const myWhereabouts = (sessionId: string) => gql(keys.whereabouts(sessionId), MyWhereabouts, { sessionId });
/** Reading is remembered: it is asked for once a look, not with every glance at another window. */
export const myNote = (sessionId: string) => ({
  ...gql(keys.note(sessionId), MyNote, { sessionId }),
  refetchOnWindowFocus: false,
});

export type NoteView = NonNullable<MyNoteQuery["sessionNote"]>;
