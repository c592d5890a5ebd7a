import { useQueryClient } from "@tanstack/react-query";
import { useAction } from "@/api/action";
import { request } from "@/api/fetcher";
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { formatDay, now } from "@/lib/time";
import { toast } from "@/ui/toaster";
import type { SessionView } from "./session";
import { zoneToShow } from "./session";

export { isAhead, isLive } from "./session";

const BookSession = graphql(`
  mutation BookSession($input: BookSessionInput!) {
    bookSession(input: $input) {
      session {
        id
      }
      problems {
        __typename
        code
        message
        path
        ... on SlotTaken {
          alternatives {
            startsAt
            endsAt
            zone
            minutes
          }
        }
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
        __typename
        code
        message
        path
        ... on SlotTaken {
          alternatives {
            startsAt
            endsAt
            zone
            minutes
          }
        }
      }
    }
  }
`);
const CancelSession = graphql(`
  mutation CancelSession($input: CancelSessionInput!) {
    cancelSession(input: $input) {
      session {
        id
      }
      undoUntil
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
export const UndoCancelSession = graphql(`
  mutation UndoCancelSession($sessionId: ID!) {
    undoCancelSession(sessionId: $sessionId) {
      session {
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

export const useBook = () => useAction(BookSession, (data) => data.bookSession, { invalidates: sessionKeys });
export const useMove = () => useAction(MoveSession, (data) => data.moveSession, { invalidates: sessionKeys });

/** Cancels, and says so with an Undo that stays as long as the server holds it. */
export function useCancel() {
  const t = useT();
  const locale = useLocale();
  const queryClient = useQueryClient();
  const cancel = useAction(CancelSession, (data) => data.cancelSession, { invalidates: sessionKeys });

  async function undo(sessionId: string) {
    const failed = () => toast(t("cancel.undoFailed"), { lasts: 10_000 });
    try {
      const { undoCancelSession } = await request(UndoCancelSession, { sessionId });
      const problem = undoCancelSession.problems[0];
      if (problem) toast(problem.message, { lasts: 10_000 });
      else toast(t("cancel.undone"));
    } catch {
      failed();
    }
    for (const queryKey of [keys.sessions, keys.slots]) void queryClient.invalidateQueries({ queryKey });
  }

  async function run(session: SessionView, reason: string) {
    const outcome = await cancel.run({
      input: { sessionId: session.id, version: session.version, reason: reason.trim() || null },
    });
    if (outcome.ok) {
      const { undoUntil } = outcome.payload;
      const left = undoUntil ? Date.parse(undoUntil) - now() : 0;
      const zone = zoneToShow(session.place, session.zone);
      toast(
        t("cancel.done", { day: formatDay(session.startsAt, zone, locale, "long"), name: session.counselor.name }),
        {
          lasts: Math.max(left, 6000),
          action: left > 0 ? { label: t("cancel.undo"), run: () => void undo(session.id) } : undefined,
        },
      );
    }
    return outcome;
  }
  return { ...cancel, run };
}
