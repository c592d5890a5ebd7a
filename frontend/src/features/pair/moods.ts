import type { Mood, SeenBy } from "@/gql/graphql";

export const moods: readonly Mood[] = ["HEAVY", "LOW", "OKAY", "GOOD", "BRIGHT"];
export const seenBys: readonly SeenBy[] = ["ME", "MENTOR", "CARE"];
/** From here on, company and what helped before are put before one's eyes; the server says the same. */
export const highUrge = 7;

/** Deeper iris the harder it was. */
export const moodShades: Record<Mood, string> = {
  HEAVY: "bg-iris",
  LOW: "bg-iris/75",
  OKAY: "bg-iris/50",
  GOOD: "bg-iris/30",
  BRIGHT: "bg-iris/15",
};
