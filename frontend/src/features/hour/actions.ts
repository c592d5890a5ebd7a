import { useAction } from "@/api/action";
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

const ArriveMyself = graphql(`
  mutation ArriveMyself($id: ID!) {
    arriveAtSession(sessionId: $id) {
      session {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const UndoMyArrival = graphql(`
  mutation UndoMyArrival($id: ID!) {
    undoSessionArrival(sessionId: $id) {
      session {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const NobodyCameToMe = graphql(`
  mutation NobodyCameToMe($id: ID!) {
    missSession(sessionId: $id, by: COUNSELOR) {
      session {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const TellMyPlace = graphql(`
  mutation TellMyPlace($input: TellWhereaboutsInput!) {
    tellWhereabouts(input: $input) {
      whereabouts {
        toldAt
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const AddOwnLine = graphql(`
  mutation AddOwnLine($input: AddOwnLineInput!) {
    addOwnLine(input: $input) {
      note {
        id
        clientLineVersion
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

const session = { invalidates: sessionKeys };
export const useArrive = () => useAction(ArriveMyself, (data) => data.arriveAtSession, session);
export const useUndoArrival = () => useAction(UndoMyArrival, (data) => data.undoSessionArrival, session);
export const useNobodyCame = () => useAction(NobodyCameToMe, (data) => data.missSession, session);
export const useTellWhere = (sessionId: string) =>
  useAction(TellMyPlace, (data) => data.tellWhereabouts, { invalidates: [keys.whereabouts(sessionId)] });
export const useAddOwnLine = (sessionId: string) =>
  useAction(AddOwnLine, (data) => data.addOwnLine, { invalidates: [keys.note(sessionId), keys.sessions] });
