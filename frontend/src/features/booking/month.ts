import { addDays, weekdayOf } from "@/lib/time";

/** The month that holds a date: its first day, the one before and the one after, and all its days from a first one on. */
export function monthOf(date: string, today: string) {
  const first = `${date.slice(0, 7)}-01`;
  const next = `${addDays(first, 31).slice(0, 7)}-01`;
  const before = `${addDays(first, -1).slice(0, 7)}-01`;
  const days: string[] = [];
  for (let day = first; day < next; day = addDays(day, 1)) days.push(day);
  return {
    days,
    /** Empty cells before the first, in a week that begins on Sunday. */
    lead: weekdayOf(first),
    next,
    /** Null: nothing there can be chosen any more. */
    before: first <= today ? null : before,
    /** From here on there can be free times. */
    from: first < today ? today : first,
  };
}
