import {
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from "react";
import type { SessionView } from "@/features/booking/session";
import type { Kind } from "@/features/session-kinds/use-kinds";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { formatClock, formatDate, timeOfMinutes } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { Columns } from "./columns";
import { type DayModel, isCalledOff, nowOn } from "./days";
import { hourHeight } from "./event";
import { type CellState, type Cursor, cellState, DAY, moveCursor, openingMinute, type Span } from "./layout";

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
  kinds: ReadonlyMap<string, Kind>;
  /** Sessions of several people: each says whose it is. */
  several?: boolean;
  /** Beside others, in a box that scrolls them together: whose column it is, and whether it begins with the times. */
  beside?: boolean;
  heading?: string;
  times?: boolean;
};

/** As much height as the page leaves. */
export const gridHeight = (below?: boolean) => (below ? "max-h-[calc(100dvh-17.5rem)]" : "max-h-[calc(100dvh-14rem)]");

export type Now = { date: string; minute: number };

const cellId = (cursor: Cursor) => `${cursor.date}-${cursor.from}`;

/** The latest of a callback behind one that never changes: what is drawn once for hundreds of sessions stays as it is. */
function useSteady<A extends unknown[]>(callback: ((...given: A) => void) | undefined): (...given: A) => void {
  const latest = useRef(callback);
  useLayoutEffect(() => {
    latest.current = callback;
  });
  return useCallback((...given: A) => latest.current?.(...given), []);
}

/** The present, as one object per minute: rows that did not change are not drawn again. */
function useMinute(zone: string): Now {
  useNow(30_000);
  const { date, minute } = nowOn(zone);
  return useMemo(() => ({ date, minute }), [date, minute]);
}

/** The columns: times, if they are shown here, then the days. */
function useTemplate(days: number, left: number): Template {
  return useMemo(() => ({ gridTemplateColumns: `${left}px repeat(${days}, minmax(0, 1fr))` }), [days, left]);
}

/** A box that scrolls by itself, or a column in one that scrolls several together. */
function boxOf({ beside, times, below }: { beside?: boolean; times: boolean; below?: boolean }): string {
  return beside
    ? cx("relative min-w-44 grow self-start", times ? "basis-14" : "basis-0")
    : `relative min-h-96 overflow-auto rounded-card border border-line bg-surface ${gridHeight(below)}`;
}

/** Days side by side. Arrows move the slot cursor, Enter acts on it; sessions lie above and are buttons of their own. */
export function Grid(props: GridProps) {
  const { days, zone, cursor, times = true } = props;
  const root = useRef<HTMLDivElement>(null);
  const now = useMinute(zone);
  const dates = useMemo(() => days.map((day) => day.date), [days]);
  useOpening(root, days, now, !props.beside);
  const onOpen = useSteady(props.onOpen);
  const onMove = useSteady(props.onMove);
  const handlers = useSlotCursor(props, root, now);
  const left = times ? timesWidth : 0;
  const template = useTemplate(days.length, left);
  return (
    <div ref={root} className={boxOf({ ...props, times })}>
      <div className="relative" style={{ minWidth: days.length > 1 ? days.length * 128 + left : undefined }}>
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
            <Head dates={dates} today={props.today} heading={props.heading} template={template} />
          </thead>
          <tbody className="block">
            {rows.map((from) => (
              <SlotRow
                key={from}
                from={from}
                days={days}
                times={times}
                template={template}
                cursor={cursor.from === from ? cursor.date : null}
                now={now}
              />
            ))}
          </tbody>
        </table>
        <Columns
          days={days}
          dates={dates}
          zone={zone}
          kinds={props.kinds}
          several={props.several}
          left={left}
          top={headHeight}
          now={now}
          onOpen={onOpen}
          onMove={props.onMove ? onMove : undefined}
        />
      </div>
    </div>
  );
}

/** Arrows move the cursor and the focus with it, Enter and presses act on the time. */
function useSlotCursor(props: GridProps, scroller: RefObject<HTMLDivElement | null>, now: Now) {
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
      (one) => !isCalledOff(one.item) && one.from < at.from + step && at.from < one.until,
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
export function useOpening(
  scroller: RefObject<HTMLDivElement | null>,
  days: readonly DayModel[],
  now: Now,
  enabled: boolean,
) {
  const first = days[0]?.date;
  const opened = useRef<string>(undefined);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!enabled || !box || opened.current === first) return;
    const hasNow = days.some((day) => day.date === now.date);
    const minute = openingMinute(
      hasNow ? now.minute : null,
      days.flatMap((day) => day.open),
    );
    if (opened.current === undefined) box.scrollTop = (minute / 60) * hourHeight - 12;
    opened.current = first;
  }, [scroller, days, first, now.date, now.minute, enabled]);
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

function Head(props: { dates: readonly string[]; today: string; heading?: string; template: Template }) {
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
            {props.heading ?? (
              <>
                <span className="capitalize">{formatDate(date, locale, "weekdayShort")}</span>{" "}
                {formatDate(date, locale, "number")}
                {isToday && ` · ${t("day.today")}`}
              </>
            )}
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
  held: "desk.held.cell",
  off: "staff.cal.off",
  outside: "staff.cal.outside",
  past: "staff.cal.past",
} as const;

const SlotRow = memo(function SlotRow(props: {
  from: number;
  days: readonly DayModel[];
  times: boolean;
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
        {whole && from > 0 && props.times ? (
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
