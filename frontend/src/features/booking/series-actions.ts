import { useQueryClient } from "@tanstack/react-query";
import { useAction } from "@/api/action";
import { request } from "@/api/fetcher";
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";
import type { SeriesScope } from "@/gql/graphql";
import { useT } from "@/i18n";
import { toast } from "@/ui/toaster";
import { UndoCancelSession } from "./actions";
import type { SessionView } from "./session";

const BookMySeries = graphql(`
  mutation BookMySeries($input: BookSessionSeriesInput!) {
    bookSessionSeries(input: $input) {
      sessions {
        id
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
const MoveMySeries = graphql(`
  mutation MoveMySeries($input: MoveSessionSeriesInput!) {
    moveSessionSeries(input: $input) {
      sessions {
        id
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
const CancelMySeries = graphql(`
  mutation CancelMySeries($input: CancelSessionSeriesInput!) {
    cancelSessionSeries(input: $input) {
      sessions {
        id
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);

export const useBookSeries = () =>
  useAction(BookMySeries, (data) => data.bookSessionSeries, { invalidates: sessionKeys });
export const useMoveSeries = () =>
  useAction(MoveMySeries, (data) => data.moveSessionSeries, { invalidates: sessionKeys });

/** How long the server lets each be brought back. */
const undoMs = 10_000;

/** Cancels several at once, and brings all of them back on a press. */
export function useCancelSeries() {
  const t = useT();
  const queryClient = useQueryClient();
  const cancel = useAction(CancelMySeries, (data) => data.cancelSessionSeries, { invalidates: sessionKeys });

  async function undo(ids: readonly string[]) {
    const brought = await Promise.allSettled(ids.map((sessionId) => request(UndoCancelSession, { sessionId })));
    const back = brought.filter((one) => one.status === "fulfilled" && !one.value.undoCancelSession.problems.length);
    toast(t("mySeries.undone", { count: back.length, all: ids.length }), { lasts: 10_000 });
    for (const queryKey of [keys.sessions, keys.slots]) void queryClient.invalidateQueries({ queryKey });
  }
  async function run(session: SessionView, scope: SeriesScope, reason: string) {
    const { id: sessionId, version } = session;
    const outcome = await cancel.run({ input: { sessionId, version, scope, reason: reason.trim() || null } });
    if (outcome.ok) {
      const ids = outcome.payload.sessions.map((one) => one.id);
      toast(t("mySeries.cancelled", { count: ids.length }), {
        lasts: undoMs,
        action: { label: t("cancel.undo"), run: () => void undo(ids) },
      });
    }
    return outcome;
  }
  return { ...cancel, run };
}
