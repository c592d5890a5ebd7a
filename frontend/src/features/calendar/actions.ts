import { useQueryClient } from "@tanstack/react-query";
import { useAction } from "@/api/action";
import { request } from "@/api/fetcher";
import { sessionKeys } from "@/api/keys";
import type { SessionView } from "@/features/booking/session";
import { graphql } from "@/gql";
import { useT } from "@/i18n";
import { now } from "@/lib/time";
import { toast } from "@/ui/toaster";

const StaffCancelSession = graphql(`
  mutation StaffCancelSession($input: CancelSessionInput!) {
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
const StaffUndoCancel = graphql(`
  mutation StaffUndoCancel($sessionId: ID!) {
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

/** Cancels a client's session; Undo stays as long as the server holds the mail back. */
export function useStaffCancel() {
  const t = useT();
  const queryClient = useQueryClient();
  const cancel = useAction(StaffCancelSession, (data) => data.cancelSession, { invalidates: sessionKeys });

  async function undo(sessionId: string) {
    try {
      const { undoCancelSession } = await request(StaffUndoCancel, { sessionId });
      const problem = undoCancelSession.problems[0];
      toast(problem ? problem.message : t("staff.cancel.undone"), { lasts: 10_000 });
    } catch {
      toast(t("staff.cancel.undoFailed"), { lasts: 10_000 });
    }
    for (const queryKey of sessionKeys) void queryClient.invalidateQueries({ queryKey });
  }

  async function run(session: SessionView, reason: string) {
    const outcome = await cancel.run({
      input: { sessionId: session.id, version: session.version, reason: reason.trim() || null },
    });
    if (outcome.ok) {
      const { undoUntil } = outcome.payload;
      const left = undoUntil ? Date.parse(undoUntil) - now() : 0;
      toast(t("staff.cancel.done", { name: session.client.name }), {
        lasts: Math.max(left, 6000),
        action: left > 0 ? { label: t("staff.cancel.undo"), run: () => void undo(session.id) } : undefined,
      });
    }
    return outcome;
  }
  return { ...cancel, run };
}
