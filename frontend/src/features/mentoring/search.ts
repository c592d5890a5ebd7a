import type { MentorshipState } from "@/gql/graphql";

export type BoardView = "requests" | "suggested" | "active";
/** What of the board is in the URL: ids and states, never names. */
export type BoardSearch = { view?: Exclude<BoardView, "requests">; client?: string; state?: MentorshipState };

/** Pairs that can be looked through, the living ones first. */
export const pairStates: readonly MentorshipState[] = [
  "ACTIVE",
  "PAUSED",
  "STEPPING_BACK",
  "CLOSING",
  "CLOSED",
  "NOT_THIS_TIME",
  "EXPIRED",
  "WITHDRAWN",
];

export function readBoardSearch(search: Record<string, unknown>): BoardSearch {
  return {
    view: search.view === "suggested" || search.view === "active" ? search.view : undefined,
    client: typeof search.client === "string" && search.client ? search.client : undefined,
    state: pairStates.find((state) => state === search.state && state !== "ACTIVE"),
  };
}
