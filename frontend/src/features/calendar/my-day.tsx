import { useSuspenseQuery } from "@tanstack/react-query";
import { CalendarCheck, UserRound, Video } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import { centerBoot, may } from "@/api/boot";
import { useSessionChanges } from "@/features/booking/live";
import { SessionParts, type SessionView } from "@/features/booking/session";
import { isCalledOff, isLive } from "@/features/session-hour/moves";
import { CareTexts } from "@/features/session-hour/texts";
import { OutcomeBadge } from "@/features/session-hour/words";
import { unmask } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { todaySince } from "@/lib/days";
import { formatDate, formatTime, formatTimeRange, minutesUntil, zoneName } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { Badge, ButtonLink, EmptyState } from "@/ui";
import { calendar } from "./queries";
import { JoinLink } from "./session-details";

/** Today's sessions in order, with what is next marked. When the day holds nothing more: the next day that does. */
export function MyDay() {
  const t = useT();
  const { viewer, today: loaded } = centerBoot();
  useNow(30_000);
  const today = todaySince(loaded, viewer.zone);
  useSessionChanges(viewer.id);
  const data = useSuspenseQuery(calendar(viewer.id, today, 8)).data.calendar;
  const days = data.days.map((day) => ({
    date: day.date,
    sessions: day.sessions.map((one) => unmask(SessionParts, one)).sort((a, b) => a.startsAt.localeCompare(b.startsAt)),
  }));
  const ahead = (session: SessionView) => isLive(session.state) && minutesUntil(session.endsAt) >= 0;
  const now = days.find((day) => day.date === today)?.sessions ?? [];
  const next = days.find((day) => day.sessions.some(ahead));
  const first = next?.sessions.find(ahead);
  return (
    <>
      {now.length ? (
        <Sessions label={t("staff.home.day")} sessions={now} zone={data.zone} next={first} />
      ) : (
        <EmptyState
          icon={<CalendarCheck size={20} />}
          action={
            <ButtonLink variant="secondary" to="/calendar">
              {t("staff.home.toCalendar")}
            </ButtonLink>
          }
        >
          {t("staff.home.nothing")}
        </EmptyState>
      )}
      {next && next.date !== today && (
        <NextDay date={next.date}>
          {(label) => (
            <Sessions
              label={label}
              sessions={next.sessions.filter((one) => isLive(one.state))}
              zone={data.zone}
              next={first}
            />
          )}
        </NextDay>
      )}
    </>
  );
}

function NextDay(props: { date: string; children: (label: string) => ReactNode }) {
  const t = useT();
  const locale = useLocale();
  const label = t("staff.home.nextDay", { day: formatDate(props.date, locale, "long") });
  return (
    <section aria-labelledby="next-day" className="mt-3 grid gap-3">
      <h2 id="next-day" className="text-h2">
        {label}
      </h2>
      {props.children(label)}
    </section>
  );
}

function Sessions(props: { label: string; sessions: readonly SessionView[]; zone: string; next?: SessionView }) {
  return (
    <ol aria-label={props.label} className="m-0 grid list-none gap-2 p-0">
      {props.sessions.map((session) => (
        <li key={session.id}>
          <Row session={session} zone={props.zone} isNext={session === props.next} />
        </li>
      ))}
    </ol>
  );
}

function Row(props: { session: SessionView; zone: string; isNext: boolean }) {
  const t = useT();
  const locale = useLocale();
  const { session, zone, isNext } = props;
  const cancelled = isCalledOff(session.state);
  const over = minutesUntil(session.endsAt) < 0;
  const running = !over && minutesUntil(session.startsAt) < 0;
  const Icon = session.place === "ONLINE" ? Video : UserRound;
  return (
    <article
      className={cx(
        "grid grid-cols-[4.75rem_minmax(0,1fr)] items-center gap-x-4 gap-y-2 rounded-card border bg-surface px-4 py-3 sm:grid-cols-[4.75rem_minmax(0,1fr)_auto]",
        isNext ? "border-accent" : "border-line",
        (over || cancelled) && "text-ink-2",
      )}
    >
      <span className="tnum font-semibold">{formatTime(session.startsAt, zone, locale)}</span>
      <span className="grid min-w-0">
        <span className="flex flex-wrap items-center gap-2">
          <span className={cx("font-semibold break-words", cancelled && "line-through")}>{session.client.name}</span>
          <RowBadges {...props} running={running} />
        </span>
        <span className="flex flex-wrap items-center gap-1.5 text-small text-ink-2">
          <Icon size={14} aria-hidden />
          {t(session.place === "ONLINE" ? "session.online" : "session.inPerson")} ·{" "}
          {formatTimeRange(session.startsAt, session.endsAt, zone, locale)}
          {zone !== centerBoot().viewer.zone && ` · ${zoneName(zone, locale)}`}
        </span>
      </span>
      <RowLinks session={session} running={running} over={over} />
    </article>
  );
}

/** How it stands: called off, what came of it, going on, or next. */
function RowBadges({ session, isNext, running }: { session: SessionView; isNext: boolean; running: boolean }) {
  const t = useT();
  if (isCalledOff(session.state)) return <Badge>{t("session.cancelled")}</Badge>;
  if (session.state !== "BOOKED") {
    return (
      <Suspense>
        <CareTexts>
          <OutcomeBadge state={session.state} />
        </CareTexts>
      </Suspense>
    );
  }
  if (running) return <Badge tone="good">{t("staff.home.now")}</Badge>;
  return isNext ? <Badge tone="info">{t("staff.home.next")}</Badge> : null;
}

function RowLinks({ session, running, over }: { session: SessionView; running: boolean; over: boolean }) {
  const t = useT();
  const { id, client } = session;
  const writes = may("WRITE_SESSION_NOTES") && !isCalledOff(session.state) && (running || over);
  return (
    <span className="col-start-2 flex flex-wrap items-center gap-2 sm:col-start-3">
      {!over && <JoinLink session={session} size="small" />}
      <ButtonLink
        size="small"
        variant="secondary"
        to="/sessions/$id"
        params={{ id }}
        aria-label={t("staff.home.openFor", { name: client.name })}
      >
        {t("staff.home.open")}
      </ButtonLink>
      {writes && (
        <ButtonLink
          size="small"
          variant="secondary"
          to="/sessions/$id/note"
          params={{ id }}
          aria-label={t("staff.home.noteFor", { name: client.name })}
        >
          {t("staff.home.note")}
        </ButtonLink>
      )}
    </span>
  );
}
