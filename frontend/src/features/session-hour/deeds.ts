import { useAction } from "@/api/action";
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

const HourArrive = graphql(`
  mutation HourArrive($sessionId: ID!) {
    arriveAtSession(sessionId: $sessionId) {
      session {
        ...HourParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const HourUndoArrival = graphql(`
  mutation HourUndoArrival($sessionId: ID!) {
    undoSessionArrival(sessionId: $sessionId) {
      session {
        ...HourParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const HourBegin = graphql(`
  mutation HourBegin($sessionId: ID!) {
    beginSession(sessionId: $sessionId) {
      session {
        ...HourParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const HourUndoBegin = graphql(`
  mutation HourUndoBegin($sessionId: ID!) {
    undoSessionStart(sessionId: $sessionId) {
      session {
        ...HourParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const HourEnd = graphql(`
  mutation HourEnd($sessionId: ID!) {
    endSession(sessionId: $sessionId) {
      session {
        ...HourParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const HourMiss = graphql(`
  mutation HourMiss($sessionId: ID!, $by: MissedBy!) {
    missSession(sessionId: $sessionId, by: $by) {
      session {
        ...HourParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const HourRecord = graphql(`
  mutation HourRecord($input: RecordSessionTimesInput!) {
    recordSessionTimes(input: $input) {
      session {
        ...HourParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const HourTellWhereabouts = graphql(`
  mutation HourTellWhereabouts($input: TellWhereaboutsInput!) {
    tellWhereabouts(input: $input) {
      whereabouts {
        place
        phone
        toldAt
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** What a step makes stale: sessions everywhere, what is to be written, and what it counts for. */
const invalidates = [...sessionKeys, keys.staffTasks, keys.notesWaiting, keys.serviceLines];

/** The steps of the hour, each by itself: the server decides, and says what stands in the way. */
export function useHourSteps() {
  const arrive = useAction(HourArrive, (data) => data.arriveAtSession, { invalidates });
  const undo = useAction(HourUndoArrival, (data) => data.undoSessionArrival, { invalidates });
  const begin = useAction(HourBegin, (data) => data.beginSession, { invalidates });
  const undoBegin = useAction(HourUndoBegin, (data) => data.undoSessionStart, { invalidates });
  const end = useAction(HourEnd, (data) => data.endSession, { invalidates });
  const miss = useAction(HourMiss, (data) => data.missSession, { invalidates });
  return { arrive, undo, begin, undoBegin, end, miss };
}

export function useRecordTimes() {
  return useAction(HourRecord, (data) => data.recordSessionTimes, { invalidates });
}

export function useTellWhereabouts(sessionId: string) {
  return useAction(HourTellWhereabouts, (data) => data.tellWhereabouts, {
    invalidates: [keys.whereabouts(sessionId)],
  });
}
