import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { may } from "@/api/boot";
import { useSessionChanges } from "@/features/booking/live";
import { SessionParts, type SessionView } from "@/features/booking/session";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { useIsWide } from "@/lib/use-media";
import { ErrorNotice, Section, Skeleton } from "@/ui";
import { SidePanel } from "@/ui/overlay";
import { Agenda, WeekStrip } from "./agenda";
import { dayModels, nowOn } from "./days";
import { Desk } from "./desk";
import { calendar as calendarOf } from "./queries";
import { type CalendarSearch, seesOthers, shownDates, type View } from "./search";
import { SessionDetails } from "./session-details";
import { Toolbar, WhoSelect } from "./toolbar";

type Props = {
  who: string;
  own: boolean;
  search: CalendarSearch;
  today: string;
  zone: string;
  onSearch: (change: Partial<CalendarSearch>, replace?: boolean) => void;
};

/** The days of one counselor, kept up to date. Those before stay in sight until the next ones are there. */
function useDays(who: string, dates: readonly string[], ownZone: string) {
  const query = useQuery({ ...calendarOf(who, dates[0] ?? "", dates.length), placeholderData: (before) => before });
  useSessionChanges(who);
  const { data } = query;
  const zone = data?.calendar.zone ?? ownZone;
  const days = useMemo(
    () =>
      dayModels(
        (data?.calendar.days ?? []).map((day) => ({
          ...day,
          sessions: day.sessions.map((one) => unmask(SessionParts, one)),
        })),
        zone,
      ),
    [data, zone],
  );
  return { query, data, zone, days };
}

/** The calendar of one counselor: a week, a day or a list of days, with booking, moving and cancelling in place. */
export function CalendarPage(props: Props) {
  const { who, search, onSearch } = props;
  const wide = useIsWide();
  const view: View = search.view && wide ? search.view : wide ? "week" : "agenda";
  const date = search.date ?? props.today;
  const dates = shownDates(view, date);
  const { query, data, zone, days } = useDays(who, dates, props.zone);
  const canBook = may("BOOK_FOR_CLIENTS");
  const open = (session: SessionView) => onSearch({ open: session.id });
  return (
    <>
      <Toolbar
        view={view}
        dates={dates}
        date={date}
        today={props.today}
        zone={zone}
        wide={wide}
        canBook={canBook}
        who={who}
        onView={(next) => onSearch({ view: next })}
        onDate={(next) => onSearch({ date: next })}
      />
      {seesOthers() && <WhoSelect who={who} onWho={(id) => onSearch({ who: id, open: undefined })} />}
      {query.isError && !data && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-[60vh] w-full rounded-card" />}
      {data && view === "agenda" && (
        <>
          {!wide && (
            <WeekStrip dates={dates} date={date} days={days} onDate={(next) => onSearch({ date: next }, true)} />
          )}
          <Agenda
            days={wide ? days : days.filter((day) => day.date >= date)}
            zone={zone}
            today={nowOn(zone).date}
            date={date}
            onOpen={open}
          />
        </>
      )}
      {data && view !== "agenda" && (
        <Desk
          {...props}
          days={days}
          dates={dates}
          zone={zone}
          date={date}
          canBook={canBook}
          counselorId={data.calendar.counselor.id}
          onOpen={open}
        />
      )}
      {search.open && <OpenSession id={search.open} onClose={() => onSearch({ open: undefined })} />}
    </>
  );
}

function OpenSession(props: { id: string; onClose: () => void }) {
  const t = useT();
  return (
    <SidePanel isOpen title={t("staff.session.title")} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Section loading={<Skeleton className="h-48 w-full rounded-card" />}>
        <SessionDetails key={props.id} id={props.id} onDone={props.onClose} />
      </Section>
    </SidePanel>
  );
}
