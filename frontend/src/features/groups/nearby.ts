// Apart from the components and documents: what reads an address comes with the first chunk.
import type { ListingFilter, MeetingMode, Weekday } from "@/gql/graphql";
import { modes, weekdays } from "./kinds";

export type NearbySearch = { day?: Weekday; mode?: MeetingMode };

const one = <T>(known: readonly T[], value: unknown) => known.find((each) => each === value);

/** Only what is known stays: an address may hold anything. */
export const readNearby = (search: Record<string, unknown>): NearbySearch => ({
  day: one(weekdays, search.day),
  mode: one(modes, search.mode),
});

/** The same question has the same key: what is not asked is left out. */
export const nearbyFilter = (search: NearbySearch, words = ""): ListingFilter => ({
  ...(words && { search: words }),
  ...(search.day && { day: search.day }),
  ...(search.mode && { mode: search.mode }),
});
