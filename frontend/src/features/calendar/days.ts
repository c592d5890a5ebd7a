import type { SessionView } from "@/features/booking/session";
import { minutesOf, nowIso, wallClock } from "@/lib/time";
import { type Segment, type Span, type Stretch, segments, spans } from "./layout";

/** A day as the calendar draws it. */
export type DayModel = {
  date: string;
  open: Span[];
  off: Span[];
  busy: Span[];
  sessions: Array<Segment<SessionView>>;
};

type CalendarDay = {
  date: string;
  open: readonly Stretch[];
  off: readonly Stretch[];
  sessions: readonly SessionView[];
};

/** All days with all sessions: one that reaches over midnight is drawn on both. */
export function dayModels(days: readonly CalendarDay[], zone: string): DayModel[] {
  const sessions = days.flatMap((day) => day.sessions);
  return days.map((day) => {
    const laid = segments(day.date, sessions, zone);
    return {
      date: day.date,
      // Working hours come with the day they begin on and may reach into the next.
      open: spans(
        day.date,
        days.flatMap((one) => one.open),
        zone,
      ),
      off: spans(day.date, day.off, zone),
      busy: laid.filter((one) => one.item.state === "BOOKED").map(({ from, until }) => ({ from, until })),
      sessions: laid,
    };
  });
}

/** Now on the calendar's wall clock. */
export function nowOn(zone: string): { date: string; minute: number } {
  const { date, time } = wallClock(nowIso(), zone);
  return { date, minute: minutesOf(time) };
}
