import { useQueryClient } from "@tanstack/react-query";
import { useAction } from "@/api/action";
import { request } from "@/api/fetcher";
import { plannedKeys } from "@/api/keys";
import { told } from "@/api/problems";
import { graphql } from "@/gql";
import type { SeriesScope } from "@/gql/graphql";
import { now } from "@/lib/time";
import { toast } from "@/ui/toaster";
import type { SessionView } from "./session";

const CancelSession = graphql(`
  mutation CancelSession($input: CancelSessionInput!) {
    cancelSession(input: $input) {
      session {
        id
      }
      undoUntil
      problems {
        ...ProblemParts
      }
    }
  }
`);
const CancelSeries = graphql(`
  mutation CancelSeries($input: CancelSessionSeriesInput!) {
    cancelSessionSeries(input: $input) {
      sessions {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const UndoCancelSession = graphql(`
  mutation UndoCancelSession($sessionId: ID!) {
    undoCancelSession(sessionId: $sessionId) {
      session {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** Clients and staff cancel alike, and are told in words of their own. */
export type CancelWords = {
  done: (session: SessionView) => string;
  doneMany: (count: number, session: SessionView) => string;
  undo: string;
  /** `back` of `all` are there again. */
  undone: (back: number, all: number) => string;
  undoFailed: string;
};

/** How long the server lets each session of a series be brought back. */
const seriesUndoMs = 10_000;
/** So long one reads at least. */
const reading = 6000;

function useUndo(words: CancelWords) {
  const queryClient = useQueryClient();
  async function undo(ids: readonly string[]) {
    const tried = await Promise.allSettled(ids.map((sessionId) => request(UndoCancelSession, { sessionId })));
    const problems = tried.map((one) =>
      one.status === "fulfilled" ? told(one.value.undoCancelSession).problems[0]?.message : words.undoFailed,
    );
    const back = problems.filter((one) => one === undefined).length;
    toast(back ? words.undone(back, ids.length) : (problems[0] ?? words.undoFailed), { lasts: 10_000 });
    for (const queryKey of plannedKeys) void queryClient.invalidateQueries({ queryKey });
  }
  /** Says what was done, with a way back for as long as the server holds the mail. */
  return (done: string, ids: readonly string[], left: number) =>
    toast(done, {
      lasts: Math.max(left, reading),
      action: left > 0 ? { label: words.undo, run: () => void undo(ids) } : undefined,
    });
}

/** Cancels a session, or more of its series, and says so with an Undo. */
export function useCancelling(words: CancelWords) {
  const say = useUndo(words);
  const one = useAction(CancelSession, (data) => data.cancelSession, { invalidates: plannedKeys });
  const many = useAction(CancelSeries, (data) => data.cancelSessionSeries, { invalidates: plannedKeys });

  async function run(session: SessionView, scope: SeriesScope, given: string): Promise<boolean> {
    one.clear();
    many.clear();
    const { id: sessionId, version } = session;
    const reason = given.trim() || null;
    if (scope === "ONE") {
      const { ok, payload } = await one.run({ input: { sessionId, version, reason } });
      const undoUntil = payload?.undoUntil;
      if (ok) say(words.done(session), [sessionId], undoUntil ? Date.parse(undoUntil) - now() : 0);
      return ok;
    }
    const { ok, payload } = await many.run({ input: { sessionId, version, scope, reason } });
    const ids = payload?.sessions.map((each) => each.id) ?? [];
    if (ok) say(words.doneMany(ids.length, session), ids, seriesUndoMs);
    return ok;
  }
  return {
    run,
    pending: one.pending || many.pending,
    error: one.error ?? many.error,
    problem: one.problems[0] ?? many.problems[0],
  };
}
