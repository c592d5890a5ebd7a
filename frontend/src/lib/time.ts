/**
 * The only module that reads clocks and turns instants into what people read.
 * Instants are RFC 3339 in UTC, dates `YYYY-MM-DD`, wall-clock times `HH:MM`, zones IANA ids.
 */

let serverOffsetMs = 0;

/** The device's clock may be wrong: what counts is the server's, once it has told it. */
export function setServerNow(instant: string): void {
  serverOffsetMs = Date.parse(instant) - Date.now();
}

/** Milliseconds since 1970 by the server's clock. */
export function now(): number {
  return Date.now() + serverOffsetMs;
}

export function nowIso(): string {
  return new Date(now()).toISOString();
}

export function deviceZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
}

/** Spaces that some browsers put before AM and PM are made plain, so that text compares and wraps alike everywhere. */
const plain = (text: string) => text.replace(/[\u202f\u2009]/g, " ");

function utc(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** The wall clock of an instant in a zone: `{ date: "2026-11-26", time: "16:30" }`. */
export function wallClock(instant: string, zone: string): { date: string; time: string } {
  const parts = format("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(Date.parse(instant));
  const get = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return { date: `${get("year")}-${get("month")}-${get("day")}`, time: `${get("hour")}:${get("minute")}` };
}

export const dateInZone = (instant: string, zone: string) => wallClock(instant, zone).date;

/** Calendar arithmetic on dates: no zone, no clock changes. */
export function addDays(date: string, days: number): string {
  const day = utc(date);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

export function daysBetween(from: string, until: string): number {
  return Math.round((utc(until).getTime() - utc(from).getTime()) / 86_400_000);
}

/** 0 is Sunday. */
export function weekdayOf(date: string): number {
  return utc(date).getUTCDay();
}

/** The first day of the week that holds `date`; `first` is 0 for Sunday, 1 for Monday. */
export function startOfWeek(date: string, first: 0 | 1 = 0): string {
  return addDays(date, -((weekdayOf(date) - first + 7) % 7));
}

/** A wall-clock time as minutes since midnight; `24:00` is not a time, midnight at the end of a day is `00:00`. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

export function timeOfMinutes(minutes: number): string {
  const rest = ((minutes % 1440) + 1440) % 1440;
  return `${String(Math.floor(rest / 60)).padStart(2, "0")}:${String(rest % 60).padStart(2, "0")}`;
}

export function addMinutes(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}

/** From now until the instant, in whole minutes; negative when it has passed. */
export function minutesUntil(instant: string): number {
  return Math.floor((Date.parse(instant) - now()) / 60_000);
}

export const isPast = (instant: string) => Date.parse(instant) <= now();

/** "4:30 PM" */
export function formatTime(instant: string, zone: string, locale: string): string {
  return plain(format(locale, { timeZone: zone, hour: "numeric", minute: "2-digit" }).format(Date.parse(instant)));
}

/** "4:30–5:15 PM" */
export function formatTimeRange(start: string, end: string, zone: string, locale: string): string {
  // Past midnight the browser would write out both dates.
  if (dateInZone(start, zone) !== dateInZone(end, zone)) {
    return `${formatTime(start, zone, locale)}–${formatTime(end, zone, locale)}`;
  }
  const { formatRange } = Intl.DateTimeFormat.prototype;
  const one = format(locale, { timeZone: zone, hour: "numeric", minute: "2-digit" });
  return plain(formatRange.call(one, Date.parse(start), Date.parse(end))).replace(/\s*–\s*/, "–");
}

/** A wall-clock `HH:MM` as people write it: "9:00 AM". */
export function formatClock(time: string, locale: string): string {
  const whole = format(locale, { timeZone: "UTC", hour: "numeric", minute: "2-digit" });
  return plain(whole.format(Date.parse(`2026-01-01T${time}:00Z`)));
}

export type DayStyle = "short" | "long" | "weekday" | "month" | "monthShort" | "number" | "weekdayShort" | "full";
const dayStyles: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  short: { weekday: "short", month: "short", day: "numeric" },
  long: { weekday: "long", month: "long", day: "numeric" },
  full: { weekday: "long", month: "long", day: "numeric", year: "numeric" },
  weekday: { weekday: "long" },
  weekdayShort: { weekday: "short" },
  month: { month: "long", year: "numeric" },
  monthShort: { month: "short" },
  number: { day: "numeric" },
};

/** A date: short "Thu, Nov 26", long "Thursday, November 26". */
export function formatDate(date: string, locale: string, style: DayStyle = "short"): string {
  return plain(format(locale, { timeZone: "UTC", ...dayStyles[style] }).format(utc(date)));
}

/** "Nov 22 – 28, 2026" */
export function formatDateRange(from: string, until: string, locale: string): string {
  const style = format(locale, { timeZone: "UTC", month: "short", day: "numeric", year: "numeric" });
  return plain(style.formatRange(utc(from), utc(until)));
}

/** The day of an instant in a zone, as a date in words. */
export function formatDay(instant: string, zone: string, locale: string, style: DayStyle = "short"): string {
  return formatDate(dateInZone(instant, zone), locale, style);
}

/** "Thu, Nov 26, 4:30 PM" */
export function formatWhen(instant: string, zone: string, locale: string): string {
  return `${formatDay(instant, zone, locale)}, ${formatTime(instant, zone, locale)}`;
}

/** The day of an instant as a person says it, with `today` in the same zone: today, tomorrow, yesterday, or a date. */
export function relativeDay(
  instant: string,
  zone: string,
  today: string,
): "today" | "tomorrow" | "yesterday" | "other" {
  const distance = daysBetween(today, dateInZone(instant, zone));
  if (distance === 0) return "today";
  if (distance === 1) return "tomorrow";
  return distance === -1 ? "yesterday" : "other";
}

/**
 * "3 days ago", "in 2 hours", in words. Never "yesterday": that is a day of somebody's calendar, and 40 hours are two days of it
 * or three.
 */
export function formatAgo(instant: string, locale: string): string {
  const seconds = Math.round((Date.parse(instant) - now()) / 1000);
  const size = Math.abs(seconds);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: size < 60 ? "auto" : "always" });
  if (size < 60) return words.format(0, "minute");
  if (size < 3600) return words.format(Math.trunc(seconds / 60), "minute");
  if (size < 86_400) return words.format(Math.trunc(seconds / 3600), "hour");
  if (size < 86_400 * 60) return words.format(Math.trunc(seconds / 86_400), "day");
  return words.format(Math.trunc(seconds / 86_400 / 30.44), "month");
}

/** "Eastern Time", "hora de Nueva York": how the zone is called, without the season. */
export function zoneName(zone: string, locale: string): string {
  const parts = format(locale, { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts(0);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** Whether two zones show the same wall clock at an instant. */
export function sameClock(instant: string, zone: string, other: string): boolean {
  if (zone === other) return true;
  const [a, b] = [wallClock(instant, zone), wallClock(instant, other)];
  return a.date === b.date && a.time === b.time;
}

/** Which sky and greeting belong to a wall-clock hour (0–23). */
export function partOfDay(hour: number): "dawn" | "day" | "dusk" | "night" {
  if (hour >= 5 && hour < 9) return "dawn";
  if (hour >= 9 && hour < 17) return "day";
  return hour >= 17 && hour < 21 ? "dusk" : "night";
}

/** Morning, afternoon or evening of a wall-clock time, for grouping offered times. */
export function dayHalf(time: string): "morning" | "afternoon" | "evening" {
  const minutes = minutesOf(time);
  if (minutes < 720) return "morning";
  return minutes < 1020 ? "afternoon" : "evening";
}

export type TemporalApi = typeof import("temporal-polyfill").Temporal;

/** Temporal, from the browser or loaded now; only code that turns wall-clock times into instants needs it. */
export async function temporal(): Promise<TemporalApi> {
  const native = (globalThis as { Temporal?: TemporalApi }).Temporal;
  return native ?? (await import("temporal-polyfill")).Temporal;
}

/** The instant of a wall-clock time in a zone: a time inside a gap moves forward, a repeated one is the earlier. */
export async function instantOf(local: string, zone: string): Promise<string> {
  const { PlainDateTime } = await temporal();
  const zoned = PlainDateTime.from(local).toZonedDateTime(zone, { disambiguation: "compatible" });
  return zoned.toInstant().toString();
}

/** All zones this browser knows, for a choice; the given one is always among them. */
export function zones(current: string): string[] {
  const known = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  return known.includes(current) ? known : [current, ...known].sort();
}
