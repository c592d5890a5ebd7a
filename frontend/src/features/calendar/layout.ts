/**
 * Where things stand on a calendar of wall-clock days. A day is 1440 minutes tall on every date: on the day that clocks go
 * forward the missing hour stays empty, on the day they go back the repeated hour is shown once.
 */
import { addDays, minutesOf, wallClock } from "@/lib/time";

export const DAY = 1440;

export type Stretch = { startsAt: string; endsAt: string };
/** Minutes of one day, `until` up to 1440. */
export type Span = { from: number; until: number };
export type Segment<T> = Span & {
  item: T;
  /** Which of `lanes` columns beside each other. */
  lane: number;
  lanes: number;
  startsHere: boolean;
  endsHere: boolean;
};

/** The part of a stretch that lies on `date` in `zone`, or null. */
export function spanOn(
  date: string,
  stretch: Stretch,
  zone: string,
): (Span & { startsHere: boolean; endsHere: boolean }) | null {
  const start = wallClock(stretch.startsAt, zone);
  const end = wallClock(stretch.endsAt, zone);
  if (start.date > date || end.date < date) return null;
  const startsHere = start.date === date;
  const endsHere = end.date === date;
  const from = startsHere ? minutesOf(start.time) : 0;
  let until = endsHere ? minutesOf(end.time) : DAY;
  if (startsHere && endsHere && until <= from) {
    // The clock went back in between: the wall clock repeats itself, the length does not.
    const length = (Date.parse(stretch.endsAt) - Date.parse(stretch.startsAt)) / 60_000;
    until = Math.min(DAY, from + Math.max(0, length));
  }
  return until > from ? { from, until, startsHere, endsHere } : null;
}

/** The stretches of a day, cut to it. */
export function spans(date: string, stretches: readonly Stretch[], zone: string): Span[] {
  return stretches.flatMap((stretch) => {
    const span = spanOn(date, stretch, zone);
    return span ? [{ from: span.from, until: span.until }] : [];
  });
}

/** What does not fit beside each other in one column goes into several; each group of overlapping ones shares the width. */
export function segments<T extends Stretch>(date: string, items: readonly T[], zone: string): Array<Segment<T>> {
  const found = items
    .flatMap((item) => {
      const span = spanOn(date, item, zone);
      return span ? [{ ...span, item, lane: 0, lanes: 1 }] : [];
    })
    .sort((a, b) => a.from - b.from || b.until - a.until);
  let group: Array<Segment<T>> = [];
  let groupEnd = -1;
  const close = () => {
    const lanes = Math.max(0, ...group.map((one) => one.lane)) + 1;
    for (const one of group) one.lanes = lanes;
    group = [];
  };
  for (const one of found) {
    if (one.from >= groupEnd) close();
    const busy = new Set(group.filter((other) => other.until > one.from).map((other) => other.lane));
    while (busy.has(one.lane)) one.lane += 1;
    group.push(one);
    groupEnd = Math.max(groupEnd, one.until);
  }
  close();
  return found;
}

export type CellState = "free" | "busy" | "held" | "off" | "outside";

const meets = (a: Span, b: Span) => a.from < b.until && b.from < a.until;

/** What a start at `from` meets: a session, a time that is kept, time off, no working hours, or nothing. */
export function cellState(
  from: number,
  day: { open: readonly Span[]; off: readonly Span[]; busy: readonly Span[]; kept?: readonly Span[] },
  step = 30,
): CellState {
  const cell = { from, until: from + step };
  if (day.busy.some((span) => meets(span, cell))) return "busy";
  if (day.kept?.some((span) => meets(span, cell))) return "held";
  if (day.off.some((span) => meets(span, cell))) return "off";
  return day.open.some((span) => span.from <= from && from < span.until) ? "free" : "outside";
}

export const snap = (minutes: number, step: number) => Math.round(minutes / step) * step;

/** Where a dragged session would land. Distances are in pixels; it stays whole inside its day. */
export function dropTarget(
  at: { date: string; from: number; minutes: number },
  moved: { x: number; y: number },
  grid: { columnWidth: number; pixelsPerHour: number; dates: readonly string[] },
): { date: string; from: number } {
  const column = grid.dates.indexOf(at.date) + (grid.columnWidth > 0 ? Math.round(moved.x / grid.columnWidth) : 0);
  const date = grid.dates[Math.min(grid.dates.length - 1, Math.max(0, column))] ?? at.date;
  const wanted = snap(at.from + (moved.y * 60) / grid.pixelsPerHour, 15);
  return { date, from: Math.min(Math.max(0, wanted), Math.max(0, DAY - at.minutes)) };
}

export type Cursor = { date: string; from: number };

/** Arrows move the slot cursor; sideways past the shown days asks for the week before or after. */
export function moveCursor(cursor: Cursor, key: string, step = 30): Cursor | null {
  switch (key) {
    case "ArrowUp":
      return { ...cursor, from: Math.max(0, cursor.from - step) };
    case "ArrowDown":
      return { ...cursor, from: Math.min(DAY - step, cursor.from + step) };
    case "ArrowLeft":
      return { ...cursor, date: addDays(cursor.date, -1) };
    case "ArrowRight":
      return { ...cursor, date: addDays(cursor.date, 1) };
    case "PageUp":
      return { ...cursor, date: addDays(cursor.date, -7) };
    case "PageDown":
      return { ...cursor, date: addDays(cursor.date, 7) };
    case "Home":
      return { ...cursor, from: 0 };
    case "End":
      return { ...cursor, from: DAY - step };
    default:
      return null;
  }
}

/** The minute of the day that the grid opens at: an hour before now, or at night where the working day begins. */
export function openingMinute(nowMinute: number | null, open: readonly Span[]): number {
  const first = open.length ? Math.min(...open.map((span) => span.from)) : 8 * 60;
  const last = open.length ? Math.max(...open.map((span) => span.until)) : 18 * 60;
  const atWork = nowMinute !== null && nowMinute > first - 60 && nowMinute < last + 60;
  const wanted = atWork ? nowMinute - 60 : first - 30;
  return Math.max(0, Math.floor(wanted / 30) * 30);
}

type Hours = {
  date: string;
  open: readonly Span[];
  off: readonly Span[];
  busy: readonly Span[];
  kept?: readonly Span[];
};

/** Where the slot cursor begins: the next free time of the shown day or after it. */
export function firstFree(
  days: readonly Hours[],
  date: string,
  now: { date: string; minute: number },
  step = 30,
): Cursor {
  const soon = Math.ceil(now.minute / step) * step;
  for (const day of days) {
    if (day.date < date || day.date < now.date) continue;
    for (let from = day.date === now.date ? soon : 0; from < DAY; from += step) {
      if (cellState(from, day, step) === "free") return { date: day.date, from };
    }
  }
  return { date, from: Math.min(soon, DAY - step) };
}
