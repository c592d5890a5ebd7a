import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { spanOn } from "@/features/calendar/layout";
import { isCalledOff } from "@/features/session-hour/moves";
import { useLocale, useT } from "@/i18n";
import {
  addDays,
  dateInZone,
  formatClock,
  formatDate,
  minutesOf,
  nowIso,
  timeOfMinutes,
  wallClock,
  zoneName,
} from "@/lib/time";
import { Card, EmptyState } from "@/ui";
import { type Busy, type Draft, preview, type Wall } from "./model";
import { busyTimes } from "./queries";

type Stretch = { startsAt: string; endsAt: string };
type Props = {
  draft: Draft;
  who: string;
  today: string;
  timeOff: readonly Stretch[];
  travel: ReadonlyArray<{ from: string; until: string; zone: string }>;
};

const wallNow = (zone: string): Wall => {
  const { date, time } = wallClock(nowIso(), zone);
  return { date, minute: minutesOf(time) };
};

/** The next times, and in which zone each day of them is. */
function useTimes(props: Props) {
  const { draft, travel, timeOff } = props;
  const { data } = useQuery(busyTimes(props.who, props.today));
  return useMemo(() => {
    const zoneOf = (date: string) => travel.find((one) => one.from <= date && date <= one.until)?.zone ?? draft.zone;
    const sessions = data?.calendar.days.flatMap((day) => day.sessions.filter((one) => !isCalledOff(one.state))) ?? [];
    const now = wallNow(draft.zone);
    const dates = Array.from({ length: 61 }, (_, day) => addDays(now.date, day));
    const busy: Busy[] = [...sessions, ...timeOff].flatMap((one) =>
      dates.flatMap((day) => {
        const span = spanOn(day, one, zoneOf(day));
        return span ? [{ date: day, from: span.from, until: span.until }] : [];
      }),
    );
    const times = preview(draft, now, busy, {
      minutes: 45,
      count: 6,
      perDay: 2,
      booked: sessions.map((one) => dateInZone(one.startsAt, draft.zone)),
      nowOn: (date) => wallNow(zoneOf(date)),
    });
    return times.map((one) => ({ ...one, zone: zoneOf(one.date) }));
  }, [draft, data, timeOff, travel]);
}

/** What clients would be offered next, with the hours as they stand on this page. */
export function Preview(props: Props) {
  const t = useT();
  const locale = useLocale();
  const times = useTimes(props);
  return (
    <Card labelledBy="preview">
      <h2 id="preview" className="text-h2">
        {t("staff.hours.preview")}
      </h2>
      <p className="mb-3 text-small text-ink-2">{t("staff.hours.previewText")}</p>
      {times.length ? (
        <ul className="m-0 grid list-none gap-1.5 p-0">
          {times.map((one) => (
            <li
              key={`${one.date}-${one.from}`}
              className="tnum flex justify-between rounded-control bg-accent-soft px-3 py-1.5 text-small text-accent-soft-ink"
            >
              <span>
                {formatDate(one.date, locale)}
                {one.zone !== props.draft.zone && ` · ${zoneName(one.zone, locale)}`}
              </span>
              <span className="font-semibold">{formatClock(timeOfMinutes(one.from), locale)}</span>
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState>{t("staff.hours.previewNone")}</EmptyState>
      )}
    </Card>
  );
}
