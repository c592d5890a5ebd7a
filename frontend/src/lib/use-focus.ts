import { type RefObject, useEffect, useRef } from "react";

/** What appears because somebody asked for it takes the focus from the button that is gone. */
export function useFocus<E extends HTMLElement>(): RefObject<E | null> {
  const target = useRef<E>(null);
  useEffect(() => target.current?.focus(), []);
  return target;
}
