import { weekdays } from "@/features/groups/kinds";
import type { Weekday } from "@/gql/graphql";
import type { MessageId, Values } from "@/i18n";
import { formatClock, formatDate, timeOfMinutes, weekdayOf } from "@/lib/time";

export type Every = "week" | "twoWeeks" | "month" | "once";
/** First to fourth, or the last. */
export type Which = "1" | "2" | "3" | "4" | "-1";
/** How often a group meets, in plain choices. */
export type Plan = { every: Every; days: readonly Weekday[]; which: Which };

export const whichs: readonly Which[] = ["1", "2", "3", "4", "-1"];
const short = (day: Weekday) => day.slice(0, 2);
const fromShort = (code: string) => weekdays.find((day) => short(day) === code);

export const weekdayOn = (date: string): Weekday => weekdays[weekdayOf(date)] ?? "SUNDAY";
/** "Tuesday", in the reader's language. */
export const weekdayName = (day: Weekday, locale: string) =>
  formatDate(`2026-11-${String(22 + weekdays.indexOf(day)).padStart(2, "0")}`, locale, "weekday");

/** The plan as an RFC 5545 rule; null: once. */
export function ruleOf(plan: Plan): string | null {
  const days = weekdays.filter((day) => plan.days.includes(day)).map(short);
  if (plan.every === "once") return null;
  if (plan.every === "month") return `FREQ=MONTHLY;BYDAY=${plan.which}${days[0] ?? "SU"}`;
  return `FREQ=WEEKLY;${plan.every === "twoWeeks" ? "INTERVAL=2;" : ""}BYDAY=${days.join(",")}`;
}

/** A rule as plain choices; null when it says more than they can. */
export function planOf(rule: string | null | undefined, start: string): Plan | null {
  const own = weekdayOn(start.slice(0, 10));
  if (!rule) return { every: "once", days: [own], which: "1" };
  const parts = new Map(rule.split(";").map((part) => part.split("=") as [string, string]));
  for (const key of parts.keys()) if (!["FREQ", "INTERVAL", "BYDAY", "WKST"].includes(key)) return null;
  const interval = parts.get("INTERVAL") ?? "1";
  const codes = parts.get("BYDAY")?.split(",");
  if (parts.get("FREQ") === "DAILY" && interval === "1" && !codes) return { every: "week", days: weekdays, which: "1" };
  if (parts.get("FREQ") === "WEEKLY" && (interval === "1" || interval === "2")) {
    const days = codes ? codes.map(fromShort) : [own];
    if (days.some((day) => !day)) return null;
    return { every: interval === "2" ? "twoWeeks" : "week", days: days as Weekday[], which: "1" };
  }
  const found = codes?.length === 1 ? /^(-1|[1-4])([A-Z]{2})$/.exec(codes[0] ?? "") : null;
  const day = fromShort(found?.[2] ?? "");
  if (parts.get("FREQ") !== "MONTHLY" || interval !== "1" || !found || !day) return null;
  return { every: "month", days: [day], which: found[1] as Which };
}

type T = (id: MessageId, values?: Values) => string;
type Series = { rule?: string | null; localStart: string; minutes: number };

/** "Every Tuesday, 6:00 PM". */
export function rhythmWords(series: Series, t: T, locale: string): string {
  const time = formatClock(series.localStart.slice(11, 16), locale);
  const plan = planOf(series.rule, series.localStart);
  if (!plan) return t("staff.groups.rhythm.other", { time });
  if (plan.every === "once") {
    return t("staff.groups.rhythm.once", { day: formatDate(series.localStart.slice(0, 10), locale), time });
  }
  if (plan.every === "week" && plan.days.length === 7) return t("staff.groups.rhythm.daily", { time });
  const names = weekdays.filter((day) => plan.days.includes(day)).map((day) => weekdayName(day, locale));
  const days = new Intl.ListFormat(locale, { type: "conjunction" }).format(names);
  if (plan.every === "month") return t(`staff.groups.rhythm.month.${plan.which}`, { days, time });
  return t(`staff.groups.rhythm.${plan.every}`, { days, time });
}

/** The clock after so many minutes, "19:30". */
export const endClock = (localStart: string, minutes: number) =>
  timeOfMinutes(Number(localStart.slice(11, 13)) * 60 + Number(localStart.slice(14, 16)) + minutes);
