import { useNavigate } from "@tanstack/react-router";
import { useReducer, useState } from "react";
import { useLocale, useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { formatWhen } from "@/lib/time";
import { toast } from "@/ui/toaster";
import { useMove } from "./actions";
import { flow, type SlotView, startFlow } from "./flow";
import type { SessionView } from "./session";
import { takenIn } from "./taken";

/** From the first pick of another time to the moved session. */
export function useMoving(session: SessionView, zone: string) {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate();
  const move = useMove();
  const [state, step] = useReducer(flow, undefined, () => startFlow(newKey()));
  const [notice, setNotice] = useState<string>();

  function pick(slot: SlotView) {
    setNotice(undefined);
    move.clear();
    step({ type: "pick", slot, key: newKey() });
  }
  async function confirm() {
    if (!state.slot) return;
    setNotice(undefined);
    const { startsAt } = state.slot;
    const { id: sessionId, version } = session;
    const outcome = await move.run({ input: { clientMutationId: state.key, sessionId, version, startsAt } });
    if (outcome.ok) {
      toast(t("move.done", { when: formatWhen(startsAt, zone, locale) }));
      await navigate({ to: "/schedule/$id", params: { id: sessionId }, replace: true });
      return;
    }
    const taken = takenIn(outcome.problems);
    if (taken) step({ type: "taken", alternatives: taken.alternatives, key: newKey() });
    else setNotice(outcome.problems[0]?.message);
  }
  return { state, notice, pick, confirm, pending: move.pending, error: move.error };
}
