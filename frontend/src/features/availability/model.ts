/** The hours as they are being edited: wall-clock times, nothing sent until Save. */
import type { AvailabilityPartsFragment, SetAvailabilityInput, Weekday } from "@/gql/graphql";
import { addDays, daysBetween, minutesOf, startOfWeek, timeOfMinutes, weekdayOf } from "@/lib/time";

export const weekdays: readonly Weekday[] = [
  "SUNDAY",
  "MONDAY",
  "TUESDAY",
  "WEDNESDAY",
  "THURSDAY",
  "FRIDAY",
  "SATURDAY",
];
export type Range = { from: string; until: string };
/** A day that is off keeps its hours, for when it is switched on again. */
export type Day = { weekday: Weekday; on: boolean; ranges: Range[] };
export type Exception = { date: string; ranges: Range[] };
export type Numbers = "bufferBefore" | "bufferAfter" | "minimumNotice" | "horizonDays" | "slotStep";
/** Null: as many as fit. */
export type Limits = "dailyLimit" | "weeklyLimit";
export type Texts = "zone" | "location" | "onlineLink";
export type Draft = Record<Numbers, number> &
  Record<Limits, number | null> &
  Record<Texts, string> & { days: Day[]; exceptions: Exception[] };

const usual: Range = { from: "09:00", until: "17:00" };

export function draftOf(saved: AvailabilityPartsFragment): Draft {
  return {
    days: weekdays.map((weekday) => {
      const ranges = saved.weekly
        .filter((one) => one.weekday === weekday)
        .map(({ from, until }) => ({ from: from.slice(0, 5), until: until.slice(0, 5) }))
        .sort((a, b) => a.from.localeCompare(b.from));
      return { weekday, on: ranges.length > 0, ranges };
    }),
    exceptions: saved.exceptions
      .map(({ date, ranges }) => ({
        date,
        ranges: ranges.map(({ from, until }) => ({ from: from.slice(0, 5), until: until.slice(0, 5) })),
      }))
      .sort((a, b) => a.date.localeCompare(b.date)),
    bufferBefore: saved.bufferBefore,
    bufferAfter: saved.bufferAfter,
    minimumNotice: saved.minimumNotice,
    horizonDays: saved.horizonDays,
    slotStep: saved.slotStep,
    dailyLimit: saved.dailyLimit ?? null,
    weeklyLimit: saved.weeklyLimit ?? null,
    zone: saved.zone,
    location: saved.location ?? "",
    onlineLink: saved.onlineLink ?? "",
  };
}

export type Edit =
  | { type: "toggle"; weekday: Weekday; on: boolean }
  | { type: "range"; weekday: Weekday; index: number; range: Range }
  | { type: "add"; weekday: Weekday }
  | { type: "remove"; weekday: Weekday; index: number }
  | { type: "copy"; from: Weekday; to: readonly Weekday[] }
  | { type: "number"; field: Numbers; value: number }
  | { type: "limit"; field: Limits; value: number | null }
  | { type: "text"; field: Texts; value: string }
  | { type: "exception"; date: string; ranges: Range[] }
  | { type: "dropException"; date: string }
  | { type: "reset"; draft: Draft };

/** The range that follows the others: an hour later, as long as the day allows. */
export function nextRange(ranges: readonly Range[]): Range {
  const last = ranges[ranges.length - 1];
  if (!last) return usual;
  const end = last.until === "00:00" ? 1440 : minutesOf(last.until);
  const from = Math.min(end + 60, 1380);
  return { from: timeOfMinutes(from), until: timeOfMinutes(Math.min(from + 120, 1440)) };
}

function change(draft: Draft, weekday: Weekday, how: (day: Day) => Day): Draft {
  return { ...draft, days: draft.days.map((day) => (day.weekday === weekday ? how(day) : day)) };
}

export function edit(draft: Draft, step: Edit): Draft {
  switch (step.type) {
    case "toggle":
      return change(draft, step.weekday, (day) => ({
        ...day,
        on: step.on,
        ranges: day.ranges.length ? day.ranges : [usual],
      }));
    case "range":
      return change(draft, step.weekday, (day) => ({
        ...day,
        ranges: day.ranges.map((range, index) => (index === step.index ? step.range : range)),
      }));
    case "add":
      return change(draft, step.weekday, (day) => ({
        ...day,
        on: true,
        ranges: [...day.ranges, nextRange(day.ranges)],
      }));
    case "remove":
      return change(draft, step.weekday, (day) => {
        const ranges = day.ranges.filter((_, index) => index !== step.index);
        // The last range is kept behind the switch, so that switching on brings it back.
        return ranges.length ? { ...day, ranges } : { ...day, on: false };
      });
    case "copy": {
      const source = draft.days.find((day) => day.weekday === step.from);
      if (!source) return draft;
      return {
        ...draft,
        days: draft.days.map((day) =>
          step.to.includes(day.weekday) ? { ...day, on: source.on, ranges: [...source.ranges] } : day,
        ),
      };
    }
    case "number":
      return { ...draft, [step.field]: step.value };
    case "limit":
      return { ...draft, [step.field]: step.value };
    case "text":
      return { ...draft, [step.field]: step.value };
    case "exception": {
      const rest = draft.exceptions.filter((one) => one.date !== step.date);
      return {
        ...draft,
        exceptions: [...rest, { date: step.date, ranges: step.ranges }].sort((a, b) => a.date.localeCompare(b.date)),
      };
    }
    case "dropException":
      return { ...draft, exceptions: draft.exceptions.filter((one) => one.date !== step.date) };
    case "reset":
      return step.draft;
  }
}

const isTime = (time: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
const endOf = (range: Range) => (range.until === "00:00" ? 1440 : minutesOf(range.until));
/** Over midnight: it goes on the next morning. */
export const isOvernight = (range: Range) =>
  isTime(range.from) && isTime(range.until) && endOf(range) < minutesOf(range.from);

/** What is wrong with the ranges of a day, by index; nothing: fine. */
export function faults(ranges: readonly Range[]): Map<number, "time" | "empty" | "overlap"> {
  const found = new Map<number, "time" | "empty" | "overlap">();
  ranges.forEach((range, index) => {
    if (!isTime(range.from) || !isTime(range.until)) found.set(index, "time");
    else if (minutesOf(range.from) === endOf(range)) found.set(index, "empty");
  });
  const sound = ranges.map((range, index) => ({ ...range, index })).filter(({ index }) => !found.has(index));
  sound.sort((a, b) => minutesOf(a.from) - minutesOf(b.from));
  let end = -1;
  for (const range of sound) {
    if (minutesOf(range.from) < end) found.set(range.index, "overlap");
    end = Math.max(end, isOvernight(range) ? 1440 : endOf(range));
  }
  return found;
}

const byStart = (a: Range, b: Range) => a.from.localeCompare(b.from);

type WeeklyRange = Range & { weekday: Weekday };

/** The weekly ranges day by day: one that goes over midnight is cut in two there. */
export function weeklyOf(draft: Draft): WeeklyRange[] {
  const out: WeeklyRange[] = [];
  draft.days.forEach((day, index) => {
    if (!day.on) return;
    for (const range of day.ranges) {
      if (!isOvernight(range)) {
        out.push({ weekday: day.weekday, ...range });
        continue;
      }
      out.push({ weekday: day.weekday, from: range.from, until: "00:00" });
      const next = weekdays[(index + 1) % 7];
      if (next) out.push({ weekday: next, from: "00:00", until: range.until });
    }
  });
  return out.sort((a, b) => weekdays.indexOf(a.weekday) - weekdays.indexOf(b.weekday) || a.from.localeCompare(b.from));
}

/** As they are sent: a night belongs to the day it begins on. */
const sentWeekly = (draft: Draft): WeeklyRange[] =>
  draft.days.flatMap((day) =>
    day.on ? [...day.ranges].sort(byStart).map((range) => ({ weekday: day.weekday, ...range })) : [],
  );

export function inputOf(draft: Draft, counselorId: string, version: number): SetAvailabilityInput {
  const { days: _days, location, onlineLink, exceptions, ...rest } = draft;
  return {
    counselorId,
    version,
    weekly: sentWeekly(draft),
    exceptions: exceptions.map(({ date, ranges }) => ({
      date,
      ranges: [...ranges].sort(byStart),
    })),
    location: location.trim() || null,
    onlineLink: onlineLink.trim() || null,
    ...rest,
  };
}

/** Minutes a week. */
export function weeklyMinutes(draft: Draft): number {
  return weeklyOf(draft).reduce((sum, range) => sum + Math.max(0, endOf(range) - minutesOf(range.from)), 0);
}

/** How many things differ from what is saved: days, dates, and settings each count once. */
export function countChanges(draft: Draft, saved: Draft): number {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const shown = (day: Day) => (day.on ? day.ranges : []);
  const days = draft.days.filter((day, index) => !same(shown(day), shown(saved.days[index] ?? day))).length;
  const dates = new Set([...draft.exceptions, ...saved.exceptions].map((one) => one.date));
  const exceptions = [...dates].filter(
    (date) =>
      !same(
        draft.exceptions.find((one) => one.date === date),
        saved.exceptions.find((one) => one.date === date),
      ),
  ).length;
  const settings = (
    [
      "zone",
      "location",
      "onlineLink",
      "bufferBefore",
      "bufferAfter",
      "minimumNotice",
      "horizonDays",
      "slotStep",
      "dailyLimit",
      "weeklyLimit",
    ] as const
  ).filter((field) => draft[field] !== saved[field]).length;
  return days + exceptions + settings;
}

export function hasFaults(draft: Draft): boolean {
  const overnightClash = faultsAcrossMidnight(draft);
  return (
    overnightClash ||
    draft.days.some((day) => day.on && faults(day.ranges).size > 0) ||
    draft.exceptions.some((one) => faults(one.ranges).size > 0)
  );
}

/** A night that goes on into hours of the next day that are named there too. */
export function faultsAcrossMidnight(draft: Draft): boolean {
  const weekly = weeklyOf(draft);
  return weekdays.some((weekday) =>
    [...faults(weekly.filter((one) => one.weekday === weekday)).values()].includes("overlap"),
  );
}

export type Busy = { date: string; from: number; until: number };
export type PreviewTime = { date: string; from: number };
export type Wall = { date: string; minute: number };

type PreviewOptions = {
  minutes: number;
  count: number;
  perDay: number;
  /** The dates of what is booked, for the limits of days and weeks. */
  booked?: readonly string[];
  /** Now on the wall of a travel day; elsewhere it is the zone's own. */
  nowOn?: (date: string) => Wall;
};

/** Whether clients can book no more on a day, or in its week from Monday on. */
function limitReached(draft: Draft, date: string, booked: readonly string[]): boolean {
  const { dailyLimit, weeklyLimit } = draft;
  const week = startOfWeek(date, 1);
  const onDay = booked.filter((one) => one === date).length;
  const inWeek = booked.filter((one) => startOfWeek(one, 1) === week).length;
  return (dailyLimit !== null && onDay >= dailyLimit) || (weeklyLimit !== null && inWeek >= weeklyLimit);
}

/** The starts of a range: on the grid that is counted from midnight. */
function starts(range: Range, draft: Draft, minutes: number): number[] {
  const step = Math.max(5, draft.slotStep);
  const out: number[] = [];
  const first = Math.ceil(minutesOf(range.from) / step) * step;
  for (let from = first; from + minutes <= endOf(range); from += step) out.push(from);
  return out;
}

/**
 * The next starts that clients would be offered with these hours: the same rules as the server's, on the wall clock, so that
 * the effect of an edit shows before it is saved. `busy` are sessions and time off.
 */
export function preview(draft: Draft, now: Wall, busy: readonly Busy[], options: PreviewOptions): PreviewTime[] {
  const weekly = weeklyOf(draft);
  const out: PreviewTime[] = [];
  for (let day = 0; day <= Math.min(draft.horizonDays, 60) && out.length < options.count; day += 1) {
    const date = addDays(now.date, day);
    if (limitReached(draft, date, options.booked ?? [])) continue;
    const here = options.nowOn?.(date) ?? now;
    const earliest = daysBetween(date, here.date) * 1440 + here.minute + Math.max(1, draft.minimumNotice);
    const exception = draft.exceptions.find((one) => one.date === date);
    const ranges = exception ? exception.ranges : weekly.filter((one) => one.weekday === weekdays[weekdayOf(date)]);
    const taken = busy.filter((one) => one.date === date);
    const free = (from: number) =>
      from >= earliest &&
      taken.every(
        (one) => from + options.minutes + draft.bufferAfter <= one.from || from - draft.bufferBefore >= one.until,
      );
    const found = [...ranges]
      .filter((range) => !faults([range]).size)
      .sort(byStart)
      .flatMap((range) => starts(range, draft, options.minutes).filter(free));
    out.push(...found.slice(0, options.perDay).map((from) => ({ date, from })));
  }
  return out.slice(0, options.count);
}
