import type { LineMissing, ServiceLineKind } from "@/gql/graphql";
import { addDays, daysBetween } from "@/lib/time";

export const shows = ["ready", "waiting", "EXPORTED", "ACCEPTED", "DENIED", "voided"] as const;
export type Show = (typeof shows)[number];

/** What an open line can wait for, in the order in which it is usually put right. */
export const missings = [
  "TIMES",
  "ATTENDANCE",
  "NOTE",
  "NOTE_VOIDED",
  "NOTE_SIGNATURE",
  "CO_SIGNATURE",
  "COVERAGE",
  "RULES",
  "CREDENTIAL",
  "DISTANCE",
  "AGE",
  "DIAGNOSIS",
  "ORDER",
  "PLAN",
  "GROUP_SIZE",
  "TOO_SHORT",
  "DAY_FULL",
  "PERIOD_FULL",
] as const satisfies readonly LineMissing[];

/** What was given: a session, or a client's part in a group meeting. */
export const kinds = ["SESSION", "MEETING"] as const satisfies readonly ServiceLineKind[];

export type LinesSearch = {
  from?: string;
  until?: string;
  payer?: string;
  kind?: ServiceLineKind;
  show?: Show;
  missing?: LineMissing;
};

/** Days of lines that are looked at together, at most. */
export const mostDays = 93;
const usual = 30;

const day = (value: unknown) =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;

/** Only what is known stays: an address may hold anything. What is missing is asked of those that wait alone. */
export function readLinesSearch(search: Record<string, unknown>): LinesSearch {
  const show = shows.find((one) => one === search.show);
  return {
    from: day(search.from),
    until: day(search.until),
    payer: typeof search.payer === "string" && search.payer ? search.payer : undefined,
    kind: kinds.find((one) => one === search.kind),
    show,
    missing: show === "waiting" ? missings.find((one) => one === search.missing) : undefined,
  };
}

/** The days of an address: the last thirty without any, and never more than the server looks at together. */
export function daysOf(search: LinesSearch, today: string): { from: string; until: string } {
  const until = search.until ?? (search.from && search.from > today ? search.from : today);
  const from = search.from ?? addDays(until, -usual);
  if (from > until) return { from: until, until };
  return daysBetween(from, until) >= mostDays ? { from: addDays(until, 1 - mostDays), until } : { from, until };
}
