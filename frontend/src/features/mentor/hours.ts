import type { Weekday } from "@/gql/graphql";
import { minutesOf } from "@/lib/time";

export type FreeRange = { weekday: Weekday; from: string; until: string };
export const parts = {
  morning: { from: "08:00", until: "12:00" },
  afternoon: { from: "12:00", until: "17:00" },
  evening: { from: "17:00", until: "21:00" },
} as const;
export type Part = keyof typeof parts;
export const partNames = Object.keys(parts) as Part[];

const short = (time: string) => time.slice(0, 5);
/** Midnight as an end is the end of the day. */
const end = (time: string) => minutesOf(time) || 1440;
const same = (range: FreeRange, weekday: Weekday, part: Part) =>
  range.weekday === weekday && range.from === parts[part].from && range.until === parts[part].until;
const meets = (one: FreeRange, other: FreeRange) =>
  one.weekday === other.weekday && minutesOf(one.from) < end(other.until) && minutesOf(other.from) < end(one.until);

/** As the server tells it, without what the wire adds. */
export const plainHours = (hours: readonly FreeRange[]): FreeRange[] =>
  hours.map(({ weekday, from, until }) => ({ weekday, from: short(from), until: short(until) }));

export const isFree = (hours: readonly FreeRange[], weekday: Weekday, part: Part) =>
  hours.some((range) => same(range, weekday, part));

/** Hours that are no whole part of a day: shown as they are, never rounded. */
export const otherHours = (hours: readonly FreeRange[]) =>
  hours.filter((range) => !partNames.some((part) => same(range, range.weekday, part)));

/** A part of a day taken or given back; what it meets becomes that part. */
export function toggled(hours: readonly FreeRange[], weekday: Weekday, part: Part): FreeRange[] {
  if (isFree(hours, weekday, part)) return hours.filter((range) => !same(range, weekday, part));
  const added = { weekday, ...parts[part] };
  return [...hours.filter((range) => !meets(range, added)), added];
}
