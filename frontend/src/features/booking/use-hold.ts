import { useEffect, useState } from "react";
import type { SlotView } from "./flow";
import { type HoldWish, Keeper } from "./hold";

/** A time that is kept while the page is there. `onTaken`: it ran out, and somebody has it by now. */
export function useHold(onTaken: (alternatives: readonly SlotView[]) => void) {
  const [lapsed, setLapsed] = useState(false);
  const [keeper] = useState(() => new Keeper((taken) => (taken ? onTaken(taken) : setLapsed(true))));
  useEffect(() => () => keeper.letGo(), [keeper]);
  return {
    /** It ran out while the form was open. */
    lapsed,
    ready: keeper.ready,
    used: keeper.used,
    keep: (wish: HoldWish) => {
      setLapsed(false);
      return keeper.keep(wish);
    },
    letGo: () => {
      setLapsed(false);
      keeper.letGo();
    },
  };
}
/** What keeps the time of an open form. */
export type Held = ReturnType<typeof useHold>;
