import { useAction } from "@/api/action";
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

const BookSomebody = graphql(`
  mutation BookSomebody($input: BookSomebodyInput!) {
    bookSomebody(input: $input) {
      session {
        id
        counselor {
          id
        }
      }
      problems {
        ...ProblemParts
        ...TakenParts
      }
    }
  }
`);
const AskForSession = graphql(`
  mutation AskForSession($input: AskForSessionInput!) {
    askForSession(input: $input) {
      sessionRequest {
        id
      }
      problems {
        ...ProblemParts
        ...TakenParts
      }
    }
  }
`);

const AskToMove = graphql(`
  mutation AskToMove($input: AskToMoveSessionInput!) {
    askToMoveSession(input: $input) {
      sessionRequest {
        id
      }
      problems {
        ...ProblemParts
        ...TakenParts
      }
    }
  }
`);

/** Asks for another time for a session that cannot be moved by oneself any more. */
export const useAskToMove = () =>
  useAction(AskToMove, (data) => data.askToMoveSession, { invalidates: [keys.asked, keys.slots] });

/** Asks for a time that somebody has to say yes to. */
export const useAskForSession = () =>
  useAction(AskForSession, (data) => data.askForSession, { invalidates: [keys.asked, keys.slots] });

/** Books whoever is free of those who care for the client. */
export const useBookSomebody = () => useAction(BookSomebody, (data) => data.bookSomebody, { invalidates: sessionKeys });
