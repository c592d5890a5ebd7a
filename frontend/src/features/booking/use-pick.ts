import { useReducer } from "react";
import { newKey } from "@/lib/ids";
import type { Choice } from "./choice";
import { flow, type SlotView, startFlow } from "./flow";
import { useHold } from "./use-hold";

/** The picked time, kept while the form is open. */
export function usePick(choice: Choice) {
  const [state, step] = useReducer(flow, undefined, () => startFlow(newKey()));
  const lost = (alternatives: readonly SlotView[]) => step({ type: "taken", alternatives, key: newKey() });
  const hold = useHold(lost);
  const { who, kind } = choice;

  async function pick(slot: SlotView) {
    step({ type: "pick", slot, key: newKey() });
    // Asking keeps nothing: of two who ask for one time, whoever answers chooses.
    if (kind?.needsApproval) return;
    const counselorIds = who ? [who.id] : (slot.counselorIds ?? []);
    const { startsAt } = slot;
    const { taken } = await hold.keep({ counselorIds, startsAt, minutes: choice.minutes, typeId: kind?.id });
    if (taken) lost(taken);
  }
  function drop() {
    hold.letGo();
    step({ type: "drop", key: newKey() });
  }
  return { state, hold, lost, pick, drop, lapsed: hold.lapsed && state.slot !== null };
}
export type Picked = ReturnType<typeof usePick>;
