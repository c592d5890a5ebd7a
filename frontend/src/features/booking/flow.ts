/** One pick of a time, from the first tap to the answer. Used for booking and for moving. */
export type SlotView = {
  startsAt: string;
  endsAt: string;
  zone: string;
  minutes: number;
  /** Who is free then, where nobody was named. */
  counselorIds?: readonly string[];
};

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

const byStart = (one: SlotView, other: SlotView) => Date.parse(one.startsAt) - Date.parse(other.startsAt);

/** The times of several people as one list: each start once, with everybody who is free then. */
export function merged(lists: ReadonlyArray<{ counselorId: string; slots: readonly SlotView[] }>): SlotView[] {
  const starts = new Map<string, SlotView>();
  for (const { counselorId, slots } of lists) {
    for (const slot of slots) {
      const found = starts.get(slot.startsAt);
      starts.set(slot.startsAt, { ...slot, counselorIds: [...(found?.counselorIds ?? []), counselorId] });
    }
  }
  return [...starts.values()].sort(byStart);
}

/** The first few, on different days or halves of a day before neighbors: as the server chooses them for one person. */
export function spread(slots: readonly SlotView[], count: number, halfOf: (slot: SlotView) => string): SlotView[] {
  const chosen: SlotView[] = [];
  for (const slot of slots) {
    if (chosen.length < count && chosen.every((other) => halfOf(other) !== halfOf(slot))) chosen.push(slot);
  }
  for (const slot of slots) {
    if (chosen.length < count && !chosen.includes(slot)) chosen.push(slot);
  }
  return chosen.sort(byStart);
}

/** The few nearest to a time that is gone, in order. */
export function closest(slots: readonly SlotView[], gone: SlotView, count: number): SlotView[] {
  const far = (slot: SlotView) => Math.abs(Date.parse(slot.startsAt) - Date.parse(gone.startsAt));
  return slots
    .filter((slot) => far(slot) > 0)
    .sort((one, other) => far(one) - far(other))
    .slice(0, count)
    .sort(byStart);
}

/** A time that is kept for whoever looks is offered to nobody, and so not to them: in their list it stays where it was. */
export function withChosen(
  slots: readonly SlotView[],
  before: readonly SlotView[],
  chosen: SlotView | null,
): readonly SlotView[] {
  const has = (list: readonly SlotView[]) => list.some((slot) => slot.startsAt === chosen?.startsAt);
  return chosen && has(before) && !has(slots) ? [...slots, chosen].sort(byStart) : slots;
}
