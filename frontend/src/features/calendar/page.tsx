import { lazy, type ReactNode, Suspense } from "react";
import { may } from "@/api/boot";
import { useSessionChanges } from "@/features/booking/live";
import type { SessionView } from "@/features/booking/session";
import { KindLegend } from "@/features/session-kinds/legend";
import { type Kind, useKinds } from "@/features/session-kinds/use-kinds";
import { useT } from "@/i18n";
import { useIsWide } from "@/lib/use-media";
import { ErrorNotice, Section, Skeleton, TextLink } from "@/ui";
import { SidePanel } from "@/ui/overlay";
import { Agenda, WeekStrip } from "./agenda";
import { type DayModel, nowOn } from "./days";
import { Desk } from "./desk";
import { type CalendarSearch, seesOthers, shownDates, type View } from "./search";
import { useTeam } from "./team";
import { Toolbar } from "./toolbar";

const SessionDetails = lazy(() => import("./session-details").then((module) => ({ default: module.SessionDetails })));
const PrintSheet = lazy(() => import("./print-sheet").then((module) => ({ default: module.PrintSheet })));
const TeamPicker = lazy(() => import("./team-picker").then((module) => ({ default: module.TeamPicker })));

type Props = {
  /** Whose calendars: one, or several. */
  people: readonly string[];
  own: boolean;
  search: CalendarSearch;
  today: string;
  zone: string;
  onSearch: (change: Partial<CalendarSearch>, replace?: boolean) => void;
};

/** The calendar of one person or several: a week, a day or a list of days, with booking, moving and cancelling in place. */
export function CalendarPage(props: Props) {
  const { people, search, onSearch } = props;
  const wide = useIsWide();
  const view: View = search.view && wide ? search.view : wide ? "week" : "agenda";
  const date = search.date ?? props.today;
  const dates = shownDates(view, date);
  const { data, error, pending, retry, zone, lanes, days } = useTeam(people, dates, props.zone);
  const { bookable, byId } = useKinds();
  const canBook = may("BOOK_FOR_CLIENTS");
  const shown = { days, dates, date, zone, onOpen: (session: SessionView) => onSearch({ open: session.id }) };
  const there = data.every((one) => one !== undefined);
  return (
    <>
      {people.map((who) => (
        <Watch key={who} who={who} />
      ))}
      <Toolbar
        view={view}
        dates={dates}
        date={date}
        today={props.today}
        zone={zone}
        wide={wide}
        canBook={canBook}
        who={people[0] ?? ""}
        onView={(next) => onSearch({ view: next })}
        onDate={(next) => onSearch({ date: next })}
      />
      {seesOthers() && (
        <Suspense fallback={<Skeleton className="h-12 w-full" />}>
          <TeamPicker people={people} onPeople={(ids) => onSearch({ who: ids.join(","), open: undefined })} />
        </Suspense>
      )}
      {error && <ErrorNotice error={error} onRetry={retry} />}
      {pending && <Skeleton className="h-[60vh] w-full rounded-card" />}
      {there && view === "agenda" && <Days {...shown} wide={wide} several={people.length > 1} onSearch={onSearch} />}
      {there && view !== "agenda" && (
        <Desk
          {...shown}
          own={props.own}
          onSearch={onSearch}
          lanes={lanes}
          beside={view === "day" && lanes.length > 1}
          canBook={canBook}
          kinds={byId}
        />
      )}
      <Foot bookable={bookable} canBook={canBook}>
        {there && wide && <PrintSheet days={days} lanes={lanes} zone={zone} kinds={byId} />}
      </Foot>
      {search.open && <OpenSession id={search.open} onClose={() => onSearch({ open: undefined })} />}
    </>
  );
}

/** A list of days; on a phone under the week they belong to, from the chosen one on. */
function Days(props: {
  days: readonly DayModel[];
  dates: readonly string[];
  date: string;
  zone: string;
  wide: boolean;
  several: boolean;
  onSearch: Props["onSearch"];
  onOpen: (session: SessionView) => void;
}) {
  const { days, dates, date, zone, wide } = props;
  return (
    <>
      {!wide && (
        <WeekStrip dates={dates} date={date} days={days} onDate={(next) => props.onSearch({ date: next }, true)} />
      )}
      <Agenda
        days={wide ? days : days.filter((day) => day.date >= date)}
        zone={zone}
        today={nowOn(zone).date}
        date={date}
        several={props.several}
        onOpen={props.onOpen}
      />
    </>
  );
}

/** What the colors mean, who waits for a time, and what can be done with the whole. */
function Foot(props: { bookable: readonly Kind[]; canBook: boolean; children: ReactNode }) {
  const t = useT();
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <KindLegend kinds={props.bookable} />
      {props.canBook && (
        <TextLink to="/waiting" search={{}} className="text-small">
          {t("desk.waits.all")}
        </TextLink>
      )}
      <TextLink to="/outcomes" className="text-small">
        {t("desk.outcomes.title")}
      </TextLink>
      <Suspense>{props.children}</Suspense>
    </div>
  );
}

/** What happens on a calendar elsewhere shows here. */
function Watch(props: { who: string }) {
  useSessionChanges(props.who);
  return null;
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
