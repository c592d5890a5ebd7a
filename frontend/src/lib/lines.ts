import { useState } from "react";
import { useLineFocus } from "./line-focus";

/** Where a line stands in its list, and what its fields and buttons do to it. */
export type Place<L> = {
  number: number;
  first: boolean;
  last: boolean;
  onChange: (change: Partial<L>) => void;
  onMove: (by: 1 | -1) => void;
  onDrop: () => void;
};

/**
 * The lines of an editor: changed, moved, dropped and added here, saved together by whoever shows them. `list` belongs on
 * the `ol`: by the keyboard the focus goes with a line.
 */
export function useLines<L extends { id: string }>(initial: () => readonly L[]) {
  const [lines, setLines] = useState(initial);
  const { list, after } = useLineFocus();
  return {
    lines,
    list,
    /** At the end, unless a place before it is said. */
    add: (line: L, at = lines.length) => setLines((before) => [...before.slice(0, at), line, ...before.slice(at)]),
    placeOf: (line: L, at: number): Place<L> => ({
      number: at + 1,
      first: at === 0,
      last: at === lines.length - 1,
      onChange: (change) =>
        setLines((before) => before.map((one) => (one.id === line.id ? { ...one, ...change } : one))),
      onMove: (by) => {
        after({ line: at + by, button: by < 0 ? "up" : "down" });
        setLines((before) => {
          const next = [...before];
          next.splice(at + by, 0, ...next.splice(at, 1));
          return next;
        });
      },
      onDrop: () => {
        after({ line: at, button: "drop" });
        setLines((before) => before.filter((one) => one.id !== line.id));
      },
    }),
  };
}
