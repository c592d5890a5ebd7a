import { type RefObject, useLayoutEffect, useRef } from "react";

/** Older messages come above: what one reads stays where it is. */
export function useKeptPlace(
  list: RefObject<HTMLElement | null>,
  first: string | undefined,
  load: () => Promise<unknown>,
) {
  const before = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first message is another one once older ones have come
  useLayoutEffect(() => {
    if (before.current === null || !list.current) return;
    window.scrollBy(0, list.current.offsetHeight - before.current);
    before.current = null;
  }, [first]);
  return () => {
    before.current = list.current?.offsetHeight ?? null;
    void load();
  };
}

/** Begins at the newest message, and follows new ones while the end is in sight; one's own always. */
export function useStayAtEnd(end: RefObject<HTMLElement | null>, last: string | undefined, mine: boolean) {
  const came = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another last message moves the page
  useLayoutEffect(() => {
    const box = end.current?.getBoundingClientRect();
    if (!box) return;
    if (came.current && !mine && box.top > window.innerHeight + 240) return;
    const toEnd = () => end.current?.scrollIntoView({ block: "end" });
    toEnd();
    if (came.current) return;
    came.current = true;
    // The router puts a page that is new to its top, once it stands: the newest message comes after that.
    const frame = requestAnimationFrame(toEnd);
    return () => cancelAnimationFrame(frame);
  }, [last]);
}
