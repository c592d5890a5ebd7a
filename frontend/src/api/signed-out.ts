import { useSyncExternalStore } from "react";

/** Whether the server has said that the sign-in is over. The page stays as it is under a dialog. */
let over = false;
const listeners = new Set<() => void>();

export function markSignedOut(value: boolean): void {
  if (over === value) return;
  over = value;
  for (const listener of listeners) listener();
}

export function useSignedOut(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => over,
  );
}
