import { useReducer } from "react";
import type { Problem } from "@/api/problems";
import { newKey } from "@/lib/ids";
import { flow, type SlotView, startFlow } from "./flow";
import { takenIn } from "./taken";

/** A time to pick for one deed. What was said about another one is taken back. */
export function useSlot(clear: () => void) {
  const [state, step] = useReducer(flow, undefined, () => startFlow(newKey()));
  const lost = (alternatives: readonly SlotView[]) => step({ type: "taken", alternatives, key: newKey() });
  return {
    state,
    pick: (slot: SlotView) => {
      clear();
      step({ type: "pick", slot, key: newKey() });
    },
    drop: () => {
      clear();
      step({ type: "drop", key: newKey() });
    },
    lost,
    /** When somebody was faster, what is free close by stands there instead. */
    refused: (problems: readonly Problem[]) => {
      const taken = takenIn(problems);
      if (taken) lost(taken.alternatives);
    },
  };
}
