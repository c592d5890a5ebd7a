import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { may } from "@/api/boot";
import { useSessionChanges } from "@/features/booking/live";
import { SessionParts, type SessionView } from "@/features/booking/session";
import { unmask } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { formatClock, formatDate, instantOf, timeOfMinutes } from "@/lib/time";
import { useIsWide } from "@/lib/use-media";
import { ButtonLink, ErrorNotice, Section, Skeleton } from "@/ui";
import { Popover, SidePanel } from "@/ui/overlay";
import { Agenda, WeekStrip } from "./agenda";
import { dayModels, nowOn } from "./days";
import { type Drop, DropDialog } from "./drop-dialog";
import { Grid, type Slot } from "./grid";
import { type Cursor, firstFree } from "./layout";
import { calendar as calendarOf } from "./queries";
import { QuickBook } from "./quick-book";
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

/** The calendar of one counselor: a week, a day or a list of days, with booking, moving and cancelling in place. */
export function CalendarPage(props: Props) {
  const t = useT();
  const { who, search, onSearch } = props;
  const wide = useIsWide();
  const view: View = search.view && wide ? search.view : wide ? "week" : "agenda";
  const date = search.date ?? props.today;
  const dates = shownDates(view, date);
  const query = useQuery({ ...calendarOf(who, dates[0] ?? date, dates.length), placeholderData: (before) => before });
  useSessionChanges(who);
  const { data } = query;
  const zone = data?.calendar.zone ?? props.zone;
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
      {search.open && (
        <SidePanel
          isOpen
          title={t("staff.session.title")}
          onOpenChange={(isOpen) => !isOpen && onSearch({ open: undefined })}
        >
          <Section loading={<Skeleton className="h-48 w-full rounded-card" />}>
            <SessionDetails key={search.open} id={search.open} onDone={() => onSearch({ open: undefined })} />
          </Section>
        </SidePanel>
      )}
    </>
  );
}

type DeskProps = Props & {
  days: ReturnType<typeof dayModels>;
  dates: readonly string[];
  zone: string;
  date: string;
  canBook: boolean;
  counselorId: string;
  onOpen: (session: SessionView) => void;
};

/** The grid with what opens over it: the booking popover and the question after a drop. */
function Desk(props: DeskProps) {
  const t = useT();
  const locale = useLocale();
  const { dates, zone, date, onSearch } = props;
  const [cursor, setCursor] = useState<Cursor>(() => firstFree(props.days, date, nowOn(zone)));
  const [slot, setSlot] = useState<Slot | null>(null);
  const [drop, setDrop] = useState<Drop | null>(null);
  const anchor = useRef<HTMLElement>(null);
  // A cursor that is not on screen would leave the grid without a way in.
  const shown = dates.includes(cursor.date)
    ? cursor
    : { ...cursor, date: dates.includes(date) ? date : (dates[0] ?? date) };

  function moveTo(next: Cursor) {
    setCursor(next);
    if (!dates.includes(next.date)) onSearch({ date: next.date }, true);
  }
  function openSlot(next: Slot) {
    if (!props.canBook || next.state === "past") return;
    anchor.current = next.element;
    setSlot(next);
  }
  async function dropped(session: SessionView, to: Cursor) {
    setDrop({ session, startsAt: await instantOf(`${to.date}T${timeOfMinutes(to.from)}`, zone) });
  }
  const close = () => {
    setSlot(null);
    anchor.current?.focus();
  };
  return (
    <>
      <Grid
        days={props.days}
        zone={zone}
        today={nowOn(zone).date}
        below={seesOthers()}
        label={t("staff.cal.gridLabel")}
        cursor={shown}
        onCursor={moveTo}
        onSlot={openSlot}
        onOpen={props.onOpen}
        onMove={props.canBook ? (session, to) => void dropped(session, to) : undefined}
      />
      <p className="text-small text-ink-2 max-md:hidden">{t("staff.cal.keys")}</p>
      <Popover
        label={t("staff.book.title")}
        triggerRef={anchor}
        isOpen={slot !== null}
        onOpenChange={(isOpen) => !isOpen && setSlot(null)}
        placement="right top"
        className="w-[360px] max-w-[calc(100vw-2rem)]"
      >
        {slot &&
          (slot.state === "outside" || slot.state === "off" ? (
            <div className="grid gap-3">
              <h2 className="text-h2">
                {formatDate(slot.date, locale)}, {formatClock(timeOfMinutes(slot.from), locale)}
              </h2>
              <p className="text-ink-2">{t(slot.state === "off" ? "staff.cal.offText" : "staff.cal.outsideText")}</p>
              {(props.own ? may("MANAGE_OWN_HOURS") : may("MANAGE_ALL_HOURS")) && (
                <ButtonLink variant="soft" to="/availability" search={props.own ? {} : { who: props.who }}>
                  {t(props.own ? "staff.cal.toHours" : "staff.cal.toTheirHours")}
                </ButtonLink>
              )}
            </div>
          ) : (
            <QuickBook
              key={`${slot.date}-${slot.from}`}
              counselorId={props.counselorId}
              zone={zone}
              date={slot.date}
              time={timeOfMinutes(slot.from)}
              onDone={close}
            />
          ))}
      </Popover>
      {drop && <DropDialog key={drop.startsAt} drop={drop} zone={zone} onClose={() => setDrop(null)} />}
    </>
  );
}
