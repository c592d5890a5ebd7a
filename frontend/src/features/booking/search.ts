// Apart: reading an address comes with the first chunk.
import type { SessionPlace } from "@/gql/graphql";

/** What a link to the page of booking asks for. */
export type BookSearch = { with?: string; minutes?: number; place?: SessionPlace; type?: string };

export const readBookSearch = (search: Record<string, unknown>): BookSearch => ({
  with: typeof search.with === "string" ? search.with : undefined,
  minutes: [30, 45, 60].includes(Number(search.minutes)) ? Number(search.minutes) : undefined,
  place: search.place === "ONLINE" || search.place === "IN_PERSON" ? search.place : undefined,
  type: typeof search.type === "string" ? search.type : undefined,
});
