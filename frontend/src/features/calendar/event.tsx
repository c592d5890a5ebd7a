import { UserRound, Video } from "lucide-react";
import { type PointerEvent, useRef, useState } from "react";
import type { SessionView } from "@/features/booking/session";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { shortName } from "@/lib/names";
import { formatTime, formatTimeRange } from "@/lib/time";
import type { Segment } from "./layout";

export const hourHeight = 56;

type Drag = { x: number; y: number };

/** Follows a mouse or pen that drags; a finger scrolls instead, and has Move. */
function useDrag(enabled: boolean, onDrop: (moved: Drag) => void) {
  const from = useRef<Drag | null>(null);
  const dragged = useRef(false);
  const [moved, setMoved] = useState<Drag | null>(null);
  const stop = () => {
    from.current = null;
    setMoved(null);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      dragged.current = false;
      if (enabled && event.button === 0 && event.pointerType !== "touch")
        from.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (!from.current) return;
      const next = { x: event.clientX - from.current.x, y: event.clientY - from.current.y };
      if (!dragged.current && Math.hypot(next.x, next.y) < 6) return;
      if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId);
      dragged.current = true;
      setMoved(next);
    },
    onPointerUp: () => {
      if (dragged.current && moved) onDrop(moved);
      stop();
    },
    onPointerCancel: stop,
    onKeyDown: (event: { key: string }) => event.key === "Escape" && stop(),
  };
  return { moved, handlers, wasDrag: () => dragged.current };
}

/** The name, and as much of the time as there is room for. The whole is said, and shown in the panel. */
function EventWords(props: { segment: Segment<SessionView>; zone: string; range: string }) {
  const t = useT();
  const locale = useLocale();
  const { item: session, from, until, lanes } = props.segment;
  const cancelled = session.state === "CANCELLED";
  const Icon = session.place === "ONLINE" ? Video : UserRound;
  // The time axis stands beside it: "9:30" is enough.
  const start = formatTime(session.startsAt, props.zone, locale).replace(/\s.*$/, "");
  const short = until - from < 50;
  return (
    <>
      <span className="flex min-w-0 items-center gap-1.5">
        <Icon
          size={14}
          strokeWidth={2}
          aria-hidden
          className={cx("flex-none", cancelled ? "text-ink-3" : "text-sky")}
        />
        <span className={cx("truncate font-semibold", cancelled && "line-through")}>
          {short ? shortName(session.client.name) : session.client.name}
        </span>
        {short && lanes === 1 && (
          <span className="flex-none text-ink-2">{cancelled ? t("session.cancelled") : start}</span>
        )}
      </span>
      {!short && (
        <span className="tnum block truncate text-ink-2">{cancelled ? t("session.cancelled") : props.range}</span>
      )}
    </>
  );
}

/** A session on the grid. */
export function EventBlock(props: {
  segment: Segment<SessionView>;
  zone: string;
  onOpen: () => void;
  onDrop?: (moved: Drag) => void;
}) {
  const t = useT();
  const locale = useLocale();
  const { item: session, from, until, lane, lanes } = props.segment;
  const cancelled = session.state === "CANCELLED";
  const { moved, handlers, wasDrag } = useDrag(Boolean(props.onDrop) && !cancelled, (by) => props.onDrop?.(by));
  const place = t(session.place === "ONLINE" ? "session.online" : "session.inPerson");
  const range = formatTimeRange(session.startsAt, session.endsAt, props.zone, locale);
  // A cancelled session leaves its time free: it stands aside, so that the slot below can be pressed.
  const aside = cancelled && lanes === 1;
  const left = aside ? 52 : (lane / lanes) * 100;
  const width = aside ? 48 : 100 / lanes;
  return (
    <button
      type="button"
      {...handlers}
      onClick={() => !wasDrag() && props.onOpen()}
      aria-label={[session.client.name, range, place, cancelled && t("session.cancelled")].filter(Boolean).join(", ")}
      style={{
        top: (from / 60) * hourHeight + 1,
        height: Math.max(20, ((until - from) / 60) * hourHeight - 3),
        left: `calc(${left}% + 3px)`,
        width: `calc(${width}% - 7px)`,
        transform: moved ? `translate(${moved.x}px, ${moved.y}px)` : undefined,
      }}
      className={cx(
        "pointer-events-auto absolute cursor-pointer touch-pan-y overflow-hidden rounded-control py-0.5 pr-1.5 text-left text-caption select-none",
        cancelled
          ? "border border-control border-dashed bg-canvas text-ink-2"
          : "bg-sky-soft text-ink before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-sky",
        aside ? "pl-1.5" : "pl-2.5",
        moved && "z-30 cursor-grabbing opacity-90 shadow-float",
      )}
    >
      {aside ? (
        <span className="line-clamp-2 leading-4 font-semibold break-words line-through">{session.client.name}</span>
      ) : (
        <EventWords {...props} range={range} />
      )}
    </button>
  );
}
