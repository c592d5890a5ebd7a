import { useAction } from "@/api/action";
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

const BookSomebody = graphql(`
  mutation BookSomebody($input: BookSomebodyInput!) {
    bookSomebody(input: $input) {
      session {
        id
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

/** Asks for a time that somebody has to say yes to. */
export const useAskForSession = () =>
  useAction(AskForSession, (data) => data.askForSession, { invalidates: [keys.asked, keys.slots] });

/** Books whoever is free of those who care for the client. */
export const useBookSomebody = () => useAction(BookSomebody, (data) => data.bookSomebody, { invalidates: sessionKeys });
