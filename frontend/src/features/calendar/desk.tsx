import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { may } from "@/api/boot";
import type { SessionView } from "@/features/booking/session";
import type { Kind } from "@/features/session-kinds/use-kinds";
import { useLocale, useT } from "@/i18n";
import { formatClock, formatDate, instantOf, timeOfMinutes } from "@/lib/time";
import { ButtonLink, Skeleton } from "@/ui";
import { Popover } from "@/ui/overlay";
import { type DayModel, nowOn } from "./days";
import type { Drop } from "./drop-dialog";
import { Grid, gridHeight, type Slot, useOpening } from "./grid";
import { untilWhen } from "./held";
import { type Cursor, cellState, firstFree } from "./layout";
import { counselors } from "./queries";
import { type CalendarSearch, seesOthers } from "./search";
import type { Lane } from "./team";

// Not part of the first look at a week; fetched right behind it, so that a pressed time answers at once.
const quickBook = () => import("./quick-book");
const QuickBook = lazy(() => quickBook().then((module) => ({ default: module.QuickBook })));
const DropDialog = lazy(() => import("./drop-dialog").then((module) => ({ default: module.DropDialog })));

type DeskProps = {
  own: boolean;
  onSearch: (change: Partial<CalendarSearch>, replace?: boolean) => void;
  days: readonly DayModel[];
  lanes: readonly Lane[];
  /** Each person in a column of their own, not all in one. */
  beside: boolean;
  dates: readonly string[];
  zone: string;
  date: string;
  canBook: boolean;
  kinds: ReadonlyMap<string, Kind>;
  onOpen: (session: SessionView) => void;
};

type OpenSlot = Slot & { lanes: readonly Lane[] };

/** As much as the popover takes, with air. */
const popoverWidth = 384;

/** What the popover stands beside: the cell, or in a column as wide as the page the hour at its head. */
function besideOf(cell: HTMLElement): HTMLElement {
  const { left, right } = cell.getBoundingClientRect();
  const room = Math.max(left, window.innerWidth - right) >= popoverWidth;
  return (!room && cell.parentElement?.querySelector<HTMLElement>("th")) || cell;
}

/** Where the slot cursor is, and what is open over the grid. */
function useDesk(props: DeskProps) {
  const { dates, zone, date, onSearch } = props;
  const [cursor, setCursor] = useState<Cursor>(() => firstFree(props.days, date, nowOn(zone)));
  const [slot, setSlot] = useState<OpenSlot | null>(null);
  const [drop, setDrop] = useState<Drop | null>(null);
  const cell = useRef<HTMLElement>(null);
  const anchor = useRef<HTMLElement>(null);
  // A cursor that is not on screen would leave the grid without a way in.
  const shown = dates.includes(cursor.date)
    ? cursor
    : { ...cursor, date: dates.includes(date) ? date : (dates[0] ?? date) };
  function moveTo(next: Cursor) {
    setCursor(next);
    if (!dates.includes(next.date)) onSearch({ date: next.date }, true);
  }
  function openSlot(next: Slot, lanes: readonly Lane[]) {
    if (!props.canBook || next.state === "past") return;
    cell.current = next.element;
    anchor.current = besideOf(next.element);
    setSlot({ ...next, lanes });
  }
  async function dropped(session: SessionView, to: Cursor) {
    setDrop({ session, startsAt: await instantOf(`${to.date}T${timeOfMinutes(to.from)}`, zone) });
  }
  const close = () => {
    setSlot(null);
    cell.current?.focus();
  };
  return { shown, moveTo, slot, setSlot, openSlot, drop, setDrop, dropped, anchor, close };
}

/** The grid with what opens over it: the booking popover and the question after a drop. */
export function Desk(props: DeskProps) {
  const t = useT();
  const desk = useDesk(props);
  const { slot, drop } = desk;
  useEffect(() => {
    if (props.canBook) void quickBook();
  }, [props.canBook]);
  return (
    <>
      <Grids {...props} desk={desk} />
      <p className="text-small text-ink-2 max-md:hidden">{t("staff.cal.keys")}</p>
      <Popover
        label={t("staff.book.title")}
        triggerRef={desk.anchor}
        isOpen={slot !== null}
        onOpenChange={(isOpen) => !isOpen && desk.setSlot(null)}
        placement="right top"
        className="w-[360px] max-w-[calc(100vw-2rem)]"
      >
        {slot && (
          // As tall as what comes: the popover finds its place once.
          <Suspense fallback={<Skeleton className="h-[35rem] w-full rounded-card" />}>
            <SlotDeeds {...props} slot={slot} onDone={desk.close} />
          </Suspense>
        )}
      </Popover>
      {drop && (
        <Suspense>
          <DropDialog key={drop.startsAt} drop={drop} zone={props.zone} onClose={() => desk.setDrop(null)} />
        </Suspense>
      )}
    </>
  );
}

/** Everybody in one grid, or each person in a column of their own. */
function Grids({ desk, ...props }: DeskProps & { desk: ReturnType<typeof useDesk> }) {
  const t = useT();
  const { zone, lanes } = props;
  const scroller = useRef<HTMLDivElement>(null);
  useOpening(scroller, props.days, nowOn(zone), props.beside);
  const common = {
    zone,
    kinds: props.kinds,
    today: nowOn(zone).date,
    below: seesOthers(),
    cursor: desk.shown,
    onCursor: desk.moveTo,
    onOpen: props.onOpen,
    onMove: props.canBook ? (session: SessionView, to: Cursor) => void desk.dropped(session, to) : undefined,
  };
  if (!props.beside) {
    return (
      <Grid
        {...common}
        days={props.days}
        label={t("staff.cal.gridLabel")}
        several={lanes.length > 1}
        onSlot={(next) => desk.openSlot(next, freeAt(lanes, next))}
      />
    );
  }
  return (
    <div
      ref={scroller}
      className={`flex overflow-auto rounded-card border border-line bg-surface ${gridHeight(common.below)}`}
    >
      {lanes.map((lane, index) => (
        <Grid
          {...common}
          key={lane.id}
          days={lane.days}
          beside
          heading={lane.name}
          times={index === 0}
          label={t("desk.cal.column", { name: lane.name, label: t("staff.cal.gridLabel") })}
          onSlot={(next) => desk.openSlot(next, [lane])}
        />
      ))}
    </div>
  );
}

/** Of several people, those who are free come first. */
function freeAt(lanes: readonly Lane[], slot: Cursor): readonly Lane[] {
  const free = (lane: Lane) => {
    const day = lane.days.find((one) => one.date === slot.date);
    return day && cellState(slot.from, day) === "free" ? 0 : 1;
  };
  return [...lanes].sort((a, b) => free(a) - free(b));
}

/** Why a time cannot be booked just now, and until when. */
function Kept({ slot, zone }: { slot: OpenSlot; zone: string }) {
  const t = useT();
  const locale = useLocale();
  const held = slot.lanes
    .flatMap((lane) => lane.days.find((day) => day.date === slot.date)?.held ?? [])
    .find((one) => one.from < slot.from + 30 && slot.from < one.until)?.item;
  const time = held ? untilWhen(held, zone, locale) : "";
  const text = held?.offeredTo
    ? t("desk.held.offeredText", { name: held.offeredTo.name, time })
    : t("desk.held.formText", { time });
  return (
    <Told slot={slot} text={text}>
      {held?.offeredTo && (
        <ButtonLink variant="soft" to="/waiting" search={{}}>
          {t("desk.held.toWaits")}
        </ButtonLink>
      )}
    </Told>
  );
}

/** A time at which nothing can be booked: which one, and why. */
function Told({ slot, text, children }: { slot: OpenSlot; text: string; children?: ReactNode }) {
  const locale = useLocale();
  return (
    <div className="grid gap-3">
      <h2 className="text-h2">
        {formatDate(slot.date, locale)}, {formatClock(timeOfMinutes(slot.from), locale)}
      </h2>
      <p className="text-ink-2">{text}</p>
      {children}
    </div>
  );
}

/** Of these, whoever can be booked: somebody whose account is paused is not in the list of counselors. */
function useBookable(lanes: readonly Lane[]): readonly Lane[] {
  const { data } = useQuery({ ...counselors, enabled: seesOthers() });
  return data ? lanes.filter((lane) => data.counselors.some((one) => one.id === lane.id)) : lanes;
}

/** What can be done about a pressed time: book it, or open the hours where there are none. */
function SlotDeeds(props: DeskProps & { slot: OpenSlot; onDone: () => void }) {
  const t = useT();
  const { slot } = props;
  const [first] = slot.lanes;
  const people = useBookable(slot.lanes);
  if (slot.state === "held") return <Kept slot={slot} zone={props.zone} />;
  if (slot.state === "outside" || slot.state === "off") {
    return (
      <Told slot={slot} text={t(slot.state === "off" ? "staff.cal.offText" : "staff.cal.outsideText")}>
        {(props.own ? may("MANAGE_OWN_HOURS") : may("MANAGE_ALL_HOURS")) && (
          <ButtonLink variant="soft" to="/availability" search={props.own ? {} : { who: first?.id }}>
            {t(props.own ? "staff.cal.toHours" : "staff.cal.toTheirHours")}
          </ButtonLink>
        )}
      </Told>
    );
  }
  if (people.length === 0) return <Told slot={slot} text={t("desk.cal.notBooked", { name: first?.name })} />;
  return (
    <QuickBook
      key={`${slot.date}-${slot.from}`}
      people={people}
      zone={props.zone}
      date={slot.date}
      time={timeOfMinutes(slot.from)}
      onDone={props.onDone}
    />
  );
}
