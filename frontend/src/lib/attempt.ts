import { useRef } from "react";
import { newKey } from "./ids";

/** The key of a deed: the same for the same input, so that a retry happens once; another input is another deed. */
export function useAttemptKey(): (input: unknown) => string {
  const last = useRef({ of: "", key: "" });
  return (input) => {
    const of = JSON.stringify(input);
    if (of !== last.current.of) last.current = { of, key: newKey() };
    return last.current.key;
  };
}
