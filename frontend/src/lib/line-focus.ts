import { type RefObject, useEffect, useRef } from "react";

/** Where the focus goes once the list shows the change: a line, and one of its buttons. */
type Next = { line: number; button: "up" | "down" | "drop" };

/**
 * A list whose lines are moved and dropped by buttons that move and go with them: the focus stays with the line, or goes
 * to the one that takes its place. Lines are `li`, their buttons carry `data-do`.
 */
export function useLineFocus(): { list: RefObject<HTMLOListElement | null>; after: (next: Next) => void } {
  const list = useRef<HTMLOListElement>(null);
  const next = useRef<Next | null>(null);
  useEffect(() => {
    if (!next.current) return;
    const { line, button } = next.current;
    next.current = null;
    const lines = list.current?.querySelectorAll("li");
    const there = lines?.[Math.min(line, lines.length - 1)];
    const wanted = there?.querySelector<HTMLButtonElement>(`[data-do="${button}"]`);
    // At the end of the way that button is off: any other of the line will do.
    const target = wanted?.disabled ? there?.querySelector<HTMLButtonElement>("[data-do]:not(:disabled)") : wanted;
    target?.focus();
  });
  return {
    list,
    after: (wanted) => {
      next.current = wanted;
    },
  };
}
