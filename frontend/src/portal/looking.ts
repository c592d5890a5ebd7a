declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Somebody pressed "Find a mentor": in the history entry, so that a mere address begins nothing. */
    looking?: boolean;
  }
}

export const looking = { looking: true } as const;
