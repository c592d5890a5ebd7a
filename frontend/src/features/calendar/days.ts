import type { SessionView } from "@/features/booking/session";
import { isCalledOff as calledOff } from "@/features/session-hour/moves";
import { minutesOf, nowIso, wallClock } from "@/lib/time";
import { DAY, type Segment, type Span, type Stretch, segments, spans } from "./layout";

/** A time that nobody else can have just now: a form is open on it, or somebody who waits has it as an offer. */
export type Held = Stretch & { until: string; own: boolean; offeredTo?: { id: string; name: string } | null };

/** A day as the calendar draws it. */
export type DayModel = {
  date: string;
  open: Span[];
  off: Span[];
  busy: Span[];
  /** Where nothing can be booked because it is held. */
  kept: Span[];
  held: Array<Span & { item: Held }>;
  sessions: Array<Segment<SessionView>>;
};

export type CalendarDay = {
  date: string;
  open: readonly Stretch[];
  off: readonly Stretch[];
  sessions: readonly SessionView[];
  held: readonly Held[];
};

/** Called off, in time or late: its time is free. */
export const isCalledOff = ({ state }: Pick<SessionView, "state">) => calledOff(state);

/** All days with all sessions: one that reaches over midnight is drawn on both. */
export function dayModels(days: readonly CalendarDay[], zone: string): DayModel[] {
  const sessions = days.flatMap((day) => day.sessions);
  return days.map((day) => {
    const laid = segments(day.date, sessions, zone);
    const held = days
      .flatMap((one) => one.held)
      .flatMap((item) => spans(day.date, [item], zone).map((span) => ({ ...span, item })));
    return {
      date: day.date,
      // Working hours come with the day they begin on and may reach into the next.
      open: spans(
        day.date,
        days.flatMap((one) => one.open),
        zone,
      ),
      off: spans(day.date, day.off, zone),
      busy: laid.filter((one) => !isCalledOff(one.item)).map(({ from, until }) => ({ from, until })),
      kept: held.map(({ from, until }) => ({ from, until })),
      held,
      sessions: laid,
    };
  });
}

const step = 5;
const slots = DAY / step;

function mark(spansOf: readonly Span[]): boolean[] {
  const marked = new Array<boolean>(slots).fill(false);
  for (const { from, until } of spansOf) marked.fill(true, Math.floor(from / step), Math.ceil(until / step));
  return marked;
}

function spansIn(marked: readonly boolean[]): Span[] {
  const found: Span[] = [];
  marked.forEach((on, at) => {
    const last = found[found.length - 1];
    if (on && last && last.until === at * step) last.until += step;
    else if (on) found.push({ from: at * step, until: (at + 1) * step });
  });
  return found;
}

/** Several calendars as one: a time is free as long as somebody is. */
export function mergedDays(people: ReadonlyArray<readonly DayModel[]>, all: readonly DayModel[]): DayModel[] {
  return all.map((day) => {
    const theirs = people.flatMap((days) => days.filter((one) => one.date === day.date));
    const free = new Array<boolean>(slots).fill(false);
    for (const one of theirs) {
      const [open, off, busy, kept] = [mark(one.open), mark(one.off), mark(one.busy), mark(one.kept)];
      for (let at = 0; at < slots; at += 1) free[at] ||= Boolean(open[at] && !off[at] && !busy[at] && !kept[at]);
    }
    const open = mark(theirs.flatMap((one) => one.open));
    const busy = mark(theirs.flatMap((one) => one.busy));
    const kept = mark(theirs.flatMap((one) => one.kept));
    return {
      ...day,
      open: spansIn(open),
      busy: spansIn(busy.map((on, at) => on && !free[at])),
      kept: spansIn(kept.map((on, at) => on && !free[at] && !busy[at])),
      off: spansIn(open.map((on, at) => on && !free[at] && !busy[at] && !kept[at])),
    };
  });
}

/** Now on the calendar's wall clock. */
export function nowOn(zone: string): { date: string; minute: number } {
  const { date, time } = wallClock(nowIso(), zone);
  return { date, minute: minutesOf(time) };
}
