import { modes, weekdays } from "@/features/groups/kinds";
import type { FeedVerdict, MeetingMode, Weekday } from "@/gql/graphql";

export type StaffNearbySearch = { day?: Weekday; mode?: MeetingMode; removed?: true };

const one = <T extends string>(value: unknown, known: readonly T[]) => known.find((item) => item === value);

/** Only what is known stays: an address may hold anything. */
export const readStaffNearby = (search: Record<string, unknown>): StaffNearbySearch => ({
  day: one(search.day, weekdays),
  mode: one(search.mode, modes),
  removed: search.removed === true ? true : undefined,
});

export const readVerdict = (search: Record<string, unknown>): { verdict?: FeedVerdict } => ({
  verdict: one<FeedVerdict>(search.verdict, ["NEW", "CHANGED", "SAME", "SKIPPED"]),
});
