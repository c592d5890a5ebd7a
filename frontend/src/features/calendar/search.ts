import { centerBoot, may } from "@/api/boot";
import { addDays, startOfWeek } from "@/lib/time";

export type View = "week" | "day" | "agenda";
/** What of the calendar is in the URL: ids and dates, never names. `who` may be several, with commas between. */
export type CalendarSearch = { view?: View; date?: string; who?: string; open?: string };

/** So many calendars fit beside each other. */
export const mostPeople = 6;

const isDate = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);

export function readSearch(search: Record<string, unknown>): CalendarSearch {
  const view = search.view === "week" || search.view === "day" || search.view === "agenda" ? search.view : undefined;
  return { view, date: isDate(search.date) ? search.date : undefined, who: text(search.who), open: text(search.open) };
}

/** Whose calendars an address names, each once. */
export function peopleOf(who: string | undefined): string[] {
  return [...new Set(who?.split(",").filter(Boolean))].slice(0, mostPeople);
}

/** The days that a view shows around a date; weeks begin on Sunday. */
export function shownDates(view: View, date: string): string[] {
  if (view === "day") return [date];
  const first = startOfWeek(date, 0);
  return Array.from({ length: 7 }, (_, day) => addDays(first, day));
}

/** Sees clients and has a calendar of their own: a facilitator too, while they keep contact with somebody who waits. */
export function hasCalendar(): boolean {
  const { roles } = centerBoot().viewer;
  const keepsContact = roles.includes("FACILITATOR") && may("MANAGE_OWN_HOURS");
  return roles.includes("COUNSELOR") || roles.includes("PEER_MENTOR") || keepsContact;
}

/** Sees the calendars of others. */
export function seesOthers(): boolean {
  const { roles } = centerBoot().viewer;
  return roles.includes("ADMIN") || roles.includes("SUPERVISOR");
}
