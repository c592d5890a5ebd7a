import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { SessionParts } from "@/features/booking/session";
import { unmask } from "@/gql";
import type { StaffCalendarQuery } from "@/gql/graphql";
import { type CalendarDay, type DayModel, dayModels, mergedDays } from "./days";
import { calendar } from "./queries";

/** One person's calendar; times of all are shown in one zone. */
export type Lane = {
  id: string;
  name: string;
  /** Where this person's hours are. */
  zone: string;
  days: DayModel[];
};

const plainDays = (data: StaffCalendarQuery): CalendarDay[] =>
  data.calendar.days.map((day) => ({ ...day, sessions: day.sessions.map((one) => unmask(SessionParts, one)) }));

/** The days of one or several people, kept up to date. Those before stay in sight until the next ones are there. */
export function useTeam(people: readonly string[], dates: readonly string[], ownZone: string) {
  const found = useQueries({
    queries: people.map((who) => ({
      ...calendar(who, dates[0] ?? "", dates.length),
      placeholderData: (before: StaffCalendarQuery | undefined) => before,
    })),
    combine: (results) => ({
      data: results.map((one) => one.data),
      error: results.find((one) => one.isError && !one.data)?.error,
      pending: results.some((one) => one.isPending),
      retry: () => {
        for (const one of results) if (one.isError) void one.refetch();
      },
    }),
  });
  const { data } = found;
  const zone = data[0]?.calendar.zone ?? ownZone;
  const { lanes, days } = useMemo(() => {
    const there = data.filter((one) => one !== undefined);
    const all = there.map(plainDays);
    const laid: Lane[] = there.map((one, index) => ({
      id: one.calendar.counselor.id,
      name: one.calendar.counselor.name,
      zone: one.calendar.zone,
      days: dayModels(all[index] ?? [], zone),
    }));
    if (laid.length < 2) return { lanes: laid, days: laid[0]?.days ?? [] };
    const together = (all[0] ?? []).map((day, at) => ({
      date: day.date,
      open: [],
      off: [],
      sessions: all.flatMap((theirs) => theirs[at]?.sessions ?? []),
      held: all.flatMap((theirs) => theirs[at]?.held ?? []),
    }));
    return {
      lanes: laid,
      days: mergedDays(
        laid.map((lane) => lane.days),
        dayModels(together, zone),
      ),
    };
  }, [data, zone]);
  return { ...found, zone, lanes, days };
}
