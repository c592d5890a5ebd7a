import type { MentorshipState } from "@/gql/graphql";

export type BoardView = "requests" | "suggested" | "active";
/** What of the board is in the URL: ids and states, never names. */
export type BoardSearch = {
  view?: Exclude<BoardView, "requests">;
  client?: string;
  state?: MentorshipState;
  program?: string;
};

const id = (value: unknown) => (typeof value === "string" && value ? value : undefined);

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
    client: id(search.client),
    state: pairStates.find((state) => state === search.state && state !== "ACTIVE"),
    program: id(search.program),
  };
}

/** Of the page that matches a whole program: which one. */
export const readProgramSearch = (search: Record<string, unknown>): { program?: string } => ({
  program: id(search.program),
});
