import { dateInZone, daysBetween, nowIso } from "./time";

const words = new Map<string, Intl.RelativeTimeFormat>();

/** A date by how far it is: "today", "3 days ago", "in 2 days"; `today` in the same zone. */
export function formatDaysAgo(date: string, today: string, locale: string): string {
  let say = words.get(locale);
  if (!say) {
    say = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    words.set(locale, say);
  }
  const days = daysBetween(today, date);
  return Math.abs(days) < 60 ? say.format(days, "day") : say.format(Math.trunc(days / 30.44), "month");
}

/** The date it is now in a zone. */
export const todayIn = (zone: string) => dateInZone(nowIso(), zone);

/** The same for a page that was loaded on a day and may stay open over midnight; a device's clock may be behind that day. */
export function todaySince(loaded: string, zone: string): string {
  const now = todayIn(zone);
  return now > loaded ? now : loaded;
}
