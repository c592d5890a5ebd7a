import { type KeyboardEvent, type MouseEvent, memo, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import type { SessionView } from "@/features/booking/session";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { formatClock, formatDate, timeOfMinutes } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { type DayModel, nowOn } from "./days";
import { EventBlock, hourHeight } from "./event";
import {
  type CellState,
  type Cursor,
  cellState,
  DAY,
  dropTarget,
  moveCursor,
  openingMinute,
  type Span,
} from "./layout";

const step = 30;
const rows = Array.from({ length: DAY / step }, (_, row) => row * step);
const headHeight = 40;
const timesWidth = 56;
const rowHeight = (hourHeight * step) / 60;
const hatch = "bg-[repeating-linear-gradient(135deg,var(--sunken)_0_6px,transparent_6px_12px)]";

export type Slot = Cursor & { state: CellState | "past"; element: HTMLElement };

export type GridProps = {
  days: readonly DayModel[];
  zone: string;
  today: string;
  label: string;
  cursor: Cursor;
  onCursor: (cursor: Cursor) => void;
  onSlot: (slot: Slot) => void;
  onOpen: (session: SessionView) => void;
  /** Left out: nothing can be dragged. */
  onMove?: (session: SessionView, to: Cursor) => void;
  /** Another row of controls stands above: the grid is that much lower. */
  below?: boolean;
};

type Now = { date: string; minute: number };

const cellId = (cursor: Cursor) => `${cursor.date}-${cursor.from}`;

/** Days side by side. Arrows move the slot cursor, Enter acts on it; sessions lie above and are buttons of their own. */
export function Grid(props: GridProps) {
  const { days, zone, cursor } = props;
  const scroller = useRef<HTMLDivElement>(null);
  useNow(30_000);
  const { date: nowDate, minute: nowMinute } = nowOn(zone);
  // One object per minute: rows that did not change are not drawn again.
  const now = useMemo(() => ({ date: nowDate, minute: nowMinute }), [nowDate, nowMinute]);
  const dates = useMemo(() => days.map((day) => day.date), [days]);
  useOpening(scroller, days, now);

  const handlers = useSlotCursor(props, scroller, now);
  const template = useMemo(
    () => ({ gridTemplateColumns: `${timesWidth}px repeat(${days.length}, minmax(0, 1fr))` }),
    [days.length],
  );
  return (
    <div
      ref={scroller}
      className={cx(
        "relative min-h-96 overflow-auto rounded-card border border-line bg-surface",
        props.below ? "max-h-[calc(100dvh-17.5rem)]" : "max-h-[calc(100dvh-14rem)]",
      )}
    >
      <div className="relative" style={{ minWidth: days.length > 1 ? days.length * 128 + timesWidth : undefined }}>
        <Backdrop days={days} template={template} />
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA's grid is a table whose cells take the cursor
          role="grid"
          aria-label={props.label}
          aria-readonly
          className="relative block"
          {...handlers}
        >
          <thead className="sticky top-0 z-20 block">
            <Head dates={dates} today={props.today} template={template} />
          </thead>
          <tbody className="block">
            {rows.map((from) => (
              <SlotRow
                key={from}
                from={from}
                days={days}
                template={template}
                cursor={cursor.from === from ? cursor.date : null}
                now={now}
              />
            ))}
          </tbody>
        </table>
        <Columns {...props} dates={dates} now={now} />
      </div>
    </div>
  );
}

/** Arrows move the cursor and the focus with it, Enter and presses act on the time. */
function useSlotCursor(props: GridProps, scroller: React.RefObject<HTMLDivElement | null>, now: Now) {
  const { days, cursor } = props;
  const wanted = useRef<Cursor | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cell may come only with the days of another week
  useEffect(() => {
    if (!wanted.current) return;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-cell="${cellId(wanted.current)}"]`);
    if (!cell) return;
    wanted.current = null;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [cursor, days]);

  function press(element: HTMLElement, at: Cursor) {
    const day = days.find((one) => one.date === at.date);
    if (!day) return;
    const state = stateOf(day, at.from, now);
    const session = day.sessions.find(
      (one) => one.item.state === "BOOKED" && one.from < at.from + step && at.from < one.until,
    );
    if (state === "busy" && session) props.onOpen(session.item);
    else props.onSlot({ ...at, state, element });
  }
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const at = cursorOf(event.target);
    if (!at || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      press(event.target as HTMLElement, at);
      return;
    }
    const next = moveCursor(at, event.key, step);
    if (!next) return;
    event.preventDefault();
    wanted.current = next;
    props.onCursor(next);
  }
  function onClick(event: MouseEvent<HTMLElement>) {
    const at = cursorOf(event.target);
    if (!at) return;
    props.onCursor(at);
    press(event.target as HTMLElement, at);
  }
  return { onKeyDown, onClick };
}

/** Opens the scrolled box where the day is, once for each set of days. */
function useOpening(scroller: React.RefObject<HTMLDivElement | null>, days: readonly DayModel[], now: Now) {
  const first = days[0]?.date;
  const opened = useRef<string>(undefined);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box || opened.current === first) return;
    const hasNow = days.some((day) => day.date === now.date);
    const minute = openingMinute(
      hasNow ? now.minute : null,
      days.flatMap((day) => day.open),
    );
    if (opened.current === undefined) box.scrollTop = (minute / 60) * hourHeight - 12;
    opened.current = first;
  }, [scroller, days, first, now.date, now.minute]);
}

function cursorOf(target: EventTarget): Cursor | null {
  const cell = (target as HTMLElement).closest?.<HTMLElement>("[data-cell]");
  const { date, from } = cell?.dataset ?? {};
  return date && from ? { date, from: Number(from) } : null;
}

function stateOf(day: DayModel, from: number, now: Now): Slot["state"] {
  const state = cellState(from, day, step);
  const past = day.date < now.date || (day.date === now.date && from + step <= now.minute);
  return past && state !== "busy" ? "past" : state;
}

type Template = { gridTemplateColumns: string };

function Head(props: { dates: readonly string[]; today: string; template: Template }) {
  const t = useT();
  const locale = useLocale();
  return (
    <tr className="grid border-line border-b bg-surface" style={{ ...props.template, height: headHeight }}>
      <th scope="col" className="text-small">
        <span className="sr-only">{t("staff.cal.time")}</span>
      </th>
      {props.dates.map((date) => {
        const isToday = date === props.today;
        return (
          <th
            key={date}
            scope="col"
            aria-current={isToday ? "date" : undefined}
            className={cx(
              "truncate border-line border-l px-2.5 py-2 text-left text-small",
              isToday ? "font-bold text-accent-soft-ink" : "font-medium text-ink-2",
            )}
          >
            <span className="capitalize">{formatDate(date, locale, "weekdayShort")}</span>{" "}
            {formatDate(date, locale, "number")}
            {isToday && ` · ${t("day.today")}`}
          </th>
        );
      })}
    </tr>
  );
}

/** Working hours are plain, the rest is hatched. Behind everything, silent. */
function Backdrop(props: { days: readonly DayModel[]; template: Template }) {
  const box = (span: Span) => ({
    top: (span.from / 60) * hourHeight,
    height: ((span.until - span.from) / 60) * hourHeight,
  });
  return (
    <div aria-hidden className="absolute inset-x-0 bottom-0 grid" style={{ ...props.template, top: headHeight }}>
      <span />
      {props.days.map((day) => (
        <div key={day.date} className={cx("relative border-line border-l", hatch)}>
          {day.open.map((span) => (
            <div key={span.from} className="absolute inset-x-0 bg-surface" style={box(span)} />
          ))}
          {day.off.map((span) => (
            <div key={span.from} className="absolute inset-x-0 bg-sunken" style={box(span)} />
          ))}
        </div>
      ))}
    </div>
  );
}

const stateIds = {
  free: "staff.cal.free",
  busy: "staff.cal.busy",
  off: "staff.cal.off",
  outside: "staff.cal.outside",
  past: "staff.cal.past",
} as const;

const SlotRow = memo(function SlotRow(props: {
  from: number;
  days: readonly DayModel[];
  template: Template;
  cursor: string | null;
  now: Now;
}) {
  const t = useT();
  const locale = useLocale();
  const { from, now } = props;
  const clock = formatClock(timeOfMinutes(from), locale);
  const whole = from % 60 === 0;
  return (
    <tr className="grid" style={{ ...props.template, height: rowHeight }}>
      <th scope="row" className="tnum relative font-normal text-caption text-ink-3">
        {whole && from > 0 ? (
          <span className="absolute -top-[9px] right-2 bg-surface px-0.5">{clock.replace(":00", "")}</span>
        ) : (
          <span className="sr-only">{clock}</span>
        )}
      </th>
      {props.days.map((day) => {
        const state = stateOf(day, from, now);
        return (
          // The grid listens for keys and presses on behalf of its cells.
          <td
            key={day.date}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: see the grid
            role="gridcell"
            tabIndex={props.cursor === day.date ? 0 : -1}
            data-cell={cellId({ date: day.date, from })}
            data-date={day.date}
            data-from={from}
            aria-label={`${formatDate(day.date, locale)}, ${clock}, ${t(stateIds[state])}`}
            className={cx(
              "border-line border-l p-0 outline-offset-[-3px]",
              whole && from > 0 && "border-t",
              state === "free" && "cursor-pointer hover:bg-accent-soft focus-visible:bg-accent-soft",
            )}
          />
        );
      })}
    </tr>
  );
});

/** The sessions, over the cells. */
function Columns(props: GridProps & { dates: readonly string[]; now: Now }) {
  const { days, now } = props;
  const columns = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={columns}
      className="pointer-events-none absolute right-0 bottom-0 grid"
      style={{ left: timesWidth, top: headHeight, gridTemplateColumns: `repeat(${days.length}, minmax(0, 1fr))` }}
    >
      {days.map((day) => (
        <Sessions
          key={day.date}
          {...props}
          day={day}
          columns={columns}
          nowMinute={day.date === now.date ? now.minute : null}
        />
      ))}
    </div>
  );
}

function Sessions(
  props: GridProps & {
    day: DayModel;
    dates: readonly string[];
    columns: React.RefObject<HTMLDivElement | null>;
    nowMinute: number | null;
  },
) {
  const t = useT();
  const locale = useLocale();
  const { day, dates, onMove } = props;
  return (
    <section
      aria-label={t("staff.cal.daySessions", { day: formatDate(day.date, locale, "long"), count: day.sessions.length })}
      className="relative"
    >
      {day.sessions.map((segment) => (
        <EventBlock
          key={segment.item.id}
          segment={segment}
          zone={props.zone}
          onOpen={() => props.onOpen(segment.item)}
          onDrop={
            onMove && segment.item.canChange && segment.startsHere
              ? (moved) => {
                  const columnWidth = (props.columns.current?.clientWidth ?? 0) / Math.max(1, dates.length);
                  const at = { date: day.date, from: segment.from, minutes: segment.item.minutes };
                  const to = dropTarget(at, moved, { columnWidth, pixelsPerHour: hourHeight, dates });
                  if (to.date !== day.date || to.from !== segment.from) onMove(segment.item, to);
                }
              : undefined
          }
        />
      ))}
      {props.nowMinute !== null && (
        <span
          aria-hidden
          className="absolute right-0 -left-px z-10 border-accent border-t-2"
          style={{ top: (props.nowMinute / 60) * hourHeight }}
        >
          <span className="absolute -top-[6px] -left-[5px] size-2.5 rounded-full bg-accent" />
        </span>
      )}
    </section>
  );
}
