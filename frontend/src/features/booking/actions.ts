import { useAction } from "@/api/action";
import { plannedKeys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

export { isAhead, isLive } from "./session";

const BookSession = graphql(`
  mutation BookSession($input: BookSessionInput!) {
    bookSession(input: $input) {
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
const MoveSession = graphql(`
  mutation MoveSession($input: MoveSessionInput!) {
    moveSession(input: $input) {
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
export const useBook = () => useAction(BookSession, (data) => data.bookSession, { invalidates: sessionKeys });
export const useMove = () => useAction(MoveSession, (data) => data.moveSession, { invalidates: plannedKeys });
