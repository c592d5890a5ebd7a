import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { spanOn } from "@/features/calendar/layout";
import { useLocale, useT } from "@/i18n";
import { addDays, formatClock, formatDate, minutesOf, nowIso, timeOfMinutes, wallClock } from "@/lib/time";
import { Card, EmptyState } from "@/ui";
import { type Busy, type Draft, preview } from "./model";
import { busyTimes } from "./queries";

/** What clients would be offered next, with the hours as they stand on this page. */
export function Preview(props: {
  draft: Draft;
  who: string;
  today: string;
  timeOff: ReadonlyArray<{ startsAt: string; endsAt: string }>;
}) {
  const t = useT();
  const locale = useLocale();
  const { draft } = props;
  const { data } = useQuery(busyTimes(props.who, props.today));
  const times = useMemo(() => {
    const { zone } = draft;
    const booked = data?.calendar.days.flatMap((day) => day.sessions.filter((one) => one.state === "BOOKED")) ?? [];
    const { date, time } = wallClock(nowIso(), zone);
    const dates = Array.from({ length: 61 }, (_, day) => addDays(date, day));
    const busy: Busy[] = [...booked, ...props.timeOff].flatMap((one) =>
      dates.flatMap((day) => {
        const span = spanOn(day, one, zone);
        return span ? [{ date: day, from: span.from, until: span.until }] : [];
      }),
    );
    return preview(draft, { date, minute: minutesOf(time) }, busy, { minutes: 45, count: 6, perDay: 2 });
  }, [draft, data, props.timeOff]);
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
              <span>{formatDate(one.date, locale)}</span>
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
