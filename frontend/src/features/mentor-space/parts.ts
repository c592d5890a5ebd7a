// Apart from the page: the route reads them before it loads the page.
export const pairParts = ["messages", "goals", "check-ins", "meetings", "pair"] as const;
export type PairPart = (typeof pairParts)[number];
