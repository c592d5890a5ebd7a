import { useNavigate } from "@tanstack/react-router";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { toast } from "@/ui/toaster";
import { useMove } from "./actions";
import type { SessionView } from "./session";
import { besidesTaken } from "./taken";
import { useSlot } from "./use-slot";

/** From the first pick of another time to the moved session. */
export function useMoving(session: SessionView, zone: string) {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate();
  const move = useMove();
  const { state, pick, refused } = useSlot(move.clear);

  async function confirm() {
    if (!state.slot) return;
    const { startsAt } = state.slot;
    const { id: sessionId, version } = session;
    const outcome = await move.run({ input: { clientMutationId: state.key, sessionId, version, startsAt } });
    if (outcome.ok) {
      toast(t("move.done", { when: formatWhen(startsAt, zone, locale) }));
      await navigate({ to: "/schedule/$id", params: { id: sessionId }, replace: true });
      return;
    }
    refused(outcome.problems);
  }
  const fault = { error: move.error, problems: besidesTaken(move.problems) };
  return { state, pick, confirm, pending: move.pending, fault };
}
