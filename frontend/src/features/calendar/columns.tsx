import { memo, useCallback, useRef } from "react";
import type { SessionView } from "@/features/booking/session";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import type { DayModel } from "./days";
import { EventBlock, hourHeight } from "./event";
import type { GridProps, Now } from "./grid";
import { HeldBlock } from "./held";
import { dropTarget, type Segment } from "./layout";

type ColumnsProps = Pick<GridProps, "days" | "zone" | "kinds" | "several" | "onOpen" | "onMove"> & {
  dates: readonly string[];
  left: number;
  top: number;
  now: Now;
};

/** The sessions, over the cells. Moving the slot cursor does not draw them again. */
export const Columns = memo(function Columns(props: ColumnsProps) {
  const { days, dates, now, onMove } = props;
  const columns = useRef<HTMLDivElement>(null);
  const drop = useCallback(
    (segment: Segment<SessionView>, date: string, moved: { x: number; y: number }) => {
      const columnWidth = (columns.current?.clientWidth ?? 0) / Math.max(1, dates.length);
      const at = { date, from: segment.from, minutes: segment.item.minutes };
      const to = dropTarget(at, moved, { columnWidth, pixelsPerHour: hourHeight, dates });
      if (to.date !== date || to.from !== segment.from) onMove?.(segment.item, to);
    },
    [dates, onMove],
  );
  return (
    <div
      ref={columns}
      className="pointer-events-none absolute right-0 bottom-0 grid"
      style={{ left: props.left, top: props.top, gridTemplateColumns: `repeat(${days.length}, minmax(0, 1fr))` }}
    >
      {days.map((day) => (
        <Sessions
          key={day.date}
          {...props}
          day={day}
          onDrop={onMove && drop}
          nowMinute={day.date === now.date ? now.minute : null}
        />
      ))}
    </div>
  );
});

function Sessions(
  props: ColumnsProps & {
    day: DayModel;
    nowMinute: number | null;
    onDrop?: (segment: Segment<SessionView>, date: string, moved: { x: number; y: number }) => void;
  },
) {
  const t = useT();
  const locale = useLocale();
  const { day } = props;
  return (
    <section
      aria-label={t("staff.cal.daySessions", { day: formatDate(day.date, locale, "long"), count: day.sessions.length })}
      className="relative"
    >
      {day.held.map((held) => (
        <HeldBlock key={held.item.startsAt + held.item.until} held={held} zone={props.zone} hourHeight={hourHeight} />
      ))}
      {day.sessions.map((segment) => (
        <EventBlock
          key={segment.item.id}
          segment={segment}
          date={day.date}
          zone={props.zone}
          kind={segment.item.type ? props.kinds.get(segment.item.type.id) : undefined}
          several={props.several}
          onOpen={props.onOpen}
          onDrop={segment.item.canChange && segment.startsHere ? props.onDrop : undefined}
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
