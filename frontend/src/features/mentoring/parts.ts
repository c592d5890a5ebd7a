// Apart from the page: the route reads them before it loads the page.
export const mentorParts = ["overview", "credentials", "training", "supervision", "pairs", "apart"] as const;
export type MentorPart = (typeof mentorParts)[number];
