import { CalendarOff, UserRound, Video } from "lucide-react";
import type { SessionView } from "@/features/booking/session";
import { palette } from "@/features/session-kinds/palette";
import { useKinds } from "@/features/session-kinds/use-kinds";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { formatClock, formatDate, formatTimeRange, timeOfMinutes } from "@/lib/time";
import { Badge, EmptyState } from "@/ui";
import { Press } from "@/ui/press";
import { type DayModel, isCalledOff } from "./days";
import { HeldLines } from "./held";
import { useStateWord } from "./state-words";

function Line(props: { session: SessionView; zone: string; several?: boolean; onOpen: () => void }) {
  const t = useT();
  const locale = useLocale();
  const { session } = props;
  const cancelled = isCalledOff(session);
  const word = useStateWord()(session);
  const { byId } = useKinds();
  const kind = session.type && byId.get(session.type.id);
  const look = kind && palette[kind.color];
  const Icon = look?.Icon ?? (session.place === "ONLINE" ? Video : UserRound);
  return (
    <Press
      onPress={props.onOpen}
      className="flex min-h-14 w-full cursor-pointer items-center gap-3 px-4 py-2 text-left text-ink hover:bg-sunken"
    >
      <Icon
        size={18}
        strokeWidth={1.75}
        aria-hidden
        className={cx("flex-none", cancelled ? "text-ink-3" : (look?.text ?? "text-sky"))}
      />
      <span className="grid min-w-0 flex-1">
        <span className={cx("font-semibold break-words", cancelled && "line-through")}>{session.client.name}</span>
        <span className="tnum text-small text-ink-2">
          {[
            formatTimeRange(session.startsAt, session.endsAt, props.zone, locale),
            kind?.name,
            t(session.place === "ONLINE" ? "session.online" : "session.inPerson"),
            props.several && t("desk.cal.with", { name: session.counselor.name }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      {word && <Badge>{word}</Badge>}
    </Press>
  );
}

/** "9:00 AM–12:00 PM, 1:00 PM–5:00 PM" */
export function useHoursLine(): (spans: ReadonlyArray<{ from: number; until: number }>) => string {
  const locale = useLocale();
  return (spans) =>
    spans
      .map(
        (span) => `${formatClock(timeOfMinutes(span.from), locale)}–${formatClock(timeOfMinutes(span.until), locale)}`,
      )
      .join(", ");
}

/** Days as lists: for phones, and for everybody who reads better than they look. */
export function Agenda(props: {
  days: readonly DayModel[];
  zone: string;
  today: string;
  /** The day that was chosen. */
  date: string;
  several?: boolean;
  onOpen: (session: SessionView) => void;
}) {
  const t = useT();
  const locale = useLocale();
  const hours = useHoursLine();
  const busy = (day: DayModel) => day.sessions.length || day.open.length || day.off.length;
  // The day one looks at is told about even when there is nothing.
  const shown = props.days.filter((day) => busy(day) || day.date === props.date);
  if (!shown.some(busy)) return <EmptyState icon={<CalendarOff size={20} />}>{t("staff.cal.emptyWeek")}</EmptyState>;
  return (
    <div className="grid gap-5">
      {shown.map((day) => (
        <section key={day.date} aria-labelledby={`day-${day.date}`} className="grid gap-2">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <h2 id={`day-${day.date}`} className="text-h2 first-letter:uppercase">
              {formatDate(day.date, locale, "long")}
              {day.date === props.today && ` · ${t("day.today")}`}
            </h2>
            <p className="tnum text-small text-ink-2">
              {day.open.length ? t("staff.cal.openFrom", { hours: hours(day.open) }) : t("staff.cal.noHours")}
            </p>
          </div>
          {day.off.length > 0 && (
            <p className="text-small text-ink-2">{t("staff.cal.offFrom", { hours: hours(day.off) })}</p>
          )}
          <HeldLines held={day.held} zone={props.zone} />
          {day.sessions.length > 0 ? (
            <ul className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0">
              {day.sessions
                // What runs on from the night before the first day has no other day here.
                .filter((segment) => segment.startsHere || day === props.days[0])
                .map(({ item }) => (
                  <li key={item.id}>
                    <Line session={item} zone={props.zone} several={props.several} onOpen={() => props.onOpen(item)} />
                  </li>
                ))}
            </ul>
          ) : (
            <p className="text-ink-2">{t("staff.cal.noSessions")}</p>
          )}
        </section>
      ))}
    </div>
  );
}

/** Seven days to press, on phones. */
export function WeekStrip(props: {
  dates: readonly string[];
  date: string;
  days: readonly DayModel[];
  onDate: (date: string) => void;
}) {
  const t = useT();
  const locale = useLocale();
  return (
    <fieldset aria-label={t("staff.cal.week")} className="m-0 min-w-0 border-0 p-0 grid grid-cols-7 gap-1">
      {props.dates.map((date) => {
        const count =
          props.days.find((day) => day.date === date)?.sessions.filter((one) => !isCalledOff(one.item)).length ?? 0;
        const chosen = date === props.date;
        return (
          <Press
            key={date}
            pressed={chosen}
            label={t("staff.cal.daySessions", { day: formatDate(date, locale, "long"), count })}
            onPress={() => props.onDate(date)}
            className={cx(
              "grid min-h-14 cursor-pointer content-center justify-items-center rounded-control border",
              chosen ? "border-accent bg-accent-soft text-accent-soft-ink" : "border-line bg-surface text-ink",
            )}
          >
            <span className="text-caption capitalize">{formatDate(date, locale, "weekdayShort")}</span>
            <span className="tnum font-semibold">{formatDate(date, locale, "number")}</span>
            <span className={cx("size-1.5 rounded-full", count > 0 ? "bg-sky" : "bg-transparent")} />
          </Press>
        );
      })}
    </fieldset>
  );
}
