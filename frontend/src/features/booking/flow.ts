/** One pick of a time, from the first tap to the answer. Used for booking and for moving. */
export type SlotView = { startsAt: string; endsAt: string; zone: string; minutes: number };

export type Flow = {
  slot: SlotView | null;
  /** Names this attempt: sending the same pick again books once, another pick is another attempt. */
  key: string;
  /** The time that somebody else took, and what is free close to it. */
  taken: { slot: SlotView; alternatives: readonly SlotView[] } | null;
};

export type FlowStep =
  | { type: "pick"; slot: SlotView; key: string }
  | { type: "drop"; key: string }
  | { type: "taken"; alternatives: readonly SlotView[]; key: string };

export const startFlow = (key: string): Flow => ({ slot: null, key, taken: null });

export function flow(state: Flow, step: FlowStep): Flow {
  switch (step.type) {
    case "pick": {
      const same = state.slot?.startsAt === step.slot.startsAt && state.slot.minutes === step.slot.minutes;
      return { ...state, slot: step.slot, key: same ? state.key : step.key };
    }
    case "drop":
      return { slot: null, key: step.key, taken: null };
    case "taken":
      return state.slot
        ? { slot: null, key: step.key, taken: { slot: state.slot, alternatives: step.alternatives } }
        : state;
  }
}

/** Offered times by date in a zone, in order. */
export function byDate(slots: readonly SlotView[], dateOf: (slot: SlotView) => string): Map<string, SlotView[]> {
  const days = new Map<string, SlotView[]>();
  for (const slot of slots) {
    const date = dateOf(slot);
    const day = days.get(date);
    if (day) day.push(slot);
    else days.set(date, [slot]);
  }
  return days;
}
