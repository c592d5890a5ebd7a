import { UserRound, Video } from "lucide-react";
import { memo, type PointerEvent, useRef, useState } from "react";
import type { SessionView } from "@/features/booking/session";
import { palette } from "@/features/session-kinds/palette";
import type { Kind } from "@/features/session-kinds/use-kinds";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { shortName } from "@/lib/names";
import { formatTime, formatTimeRange } from "@/lib/time";
import { isCalledOff } from "./days";
import type { Segment } from "./layout";
import { useStateWord } from "./state-words";

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

/** The name, and as much of the rest as there is room for. The whole is said, and shown in the panel. */
function EventWords(props: EventProps & { range: string; word: string | null }) {
  const locale = useLocale();
  const { segment, kind, word, several } = props;
  const { item: session, from, until, lanes } = segment;
  const off = isCalledOff(session);
  const look = kind && palette[kind.color];
  const Icon = look?.Icon ?? (session.place === "ONLINE" ? Video : UserRound);
  // The time axis stands beside it: "9:30" is enough.
  const start = formatTime(session.startsAt, props.zone, locale).replace(/\s.*$/, "");
  const short = until - from < 50;
  const owner = several && shortName(session.counselor.name);
  return (
    <>
      <span className="flex min-w-0 items-center gap-1.5">
        <Icon
          size={14}
          strokeWidth={2}
          aria-hidden
          className={cx("flex-none", off ? "text-ink-3" : (look?.text ?? "text-sky"))}
        />
        {/* Not by a hair's breadth: only a name that is longer than the whole line is cut. */}
        <span className={cx("max-w-[calc(100%-20px)] flex-none truncate font-semibold", off && "line-through")}>
          {short ? shortName(session.client.name) : session.client.name}
        </span>
        {short && lanes === 1 && (
          <span className="min-w-0 truncate text-ink-2">
            {word ?? [start, kind?.name, owner].filter(Boolean).join(" · ")}
          </span>
        )}
      </span>
      {!short && (
        <span className="tnum block truncate text-ink-2">
          {[word ?? props.range, kind?.name, owner].filter(Boolean).join(" · ")}
        </span>
      )}
    </>
  );
}

type EventProps = {
  segment: Segment<SessionView>;
  date: string;
  zone: string;
  kind?: Kind;
  several?: boolean;
  onOpen: (session: SessionView) => void;
  onDrop?: (segment: Segment<SessionView>, date: string, moved: Drag) => void;
};

/** A session on the grid. */
export const EventBlock = memo(function EventBlock(props: EventProps) {
  const t = useT();
  const locale = useLocale();
  const stateWord = useStateWord();
  const { segment, kind, date } = props;
  const { item: session, from, until, lane, lanes } = segment;
  const off = isCalledOff(session);
  const { moved, handlers, wasDrag } = useDrag(Boolean(props.onDrop) && !off, (by) =>
    props.onDrop?.(segment, date, by),
  );
  const word = stateWord(session);
  const place = t(session.place === "ONLINE" ? "session.online" : "session.inPerson");
  const range = formatTimeRange(session.startsAt, session.endsAt, props.zone, locale);
  const owner = props.several && t("desk.cal.with", { name: session.counselor.name });
  // A cancelled session leaves its time free: it stands aside, so that the slot below can be pressed.
  const aside = off && lanes === 1;
  const left = aside ? 52 : (lane / lanes) * 100;
  const width = aside ? 48 : 100 / lanes;
  const block = kind ? palette[kind.color].block : "bg-sky-soft before:bg-sky";
  return (
    <button
      type="button"
      {...handlers}
      onClick={() => !wasDrag() && props.onOpen(session)}
      aria-label={[session.client.name, range, kind?.name, place, owner, word].filter(Boolean).join(", ")}
      style={{
        top: (from / 60) * hourHeight + 1,
        height: Math.max(20, ((until - from) / 60) * hourHeight - 3),
        left: `calc(${left}% + 3px)`,
        width: `calc(${width}% - 7px)`,
        transform: moved ? `translate(${moved.x}px, ${moved.y}px)` : undefined,
      }}
      className={cx(
        "pointer-events-auto absolute cursor-pointer touch-pan-y overflow-hidden rounded-control py-0.5 pr-1.5 text-left text-caption select-none",
        off
          ? "border border-control border-dashed bg-canvas text-ink-2"
          : cx("text-ink before:absolute before:inset-y-0 before:left-0 before:w-[3px]", block),
        aside ? "pl-1.5" : "pl-2.5",
        moved && "z-30 cursor-grabbing opacity-90 shadow-float",
      )}
    >
      {aside ? (
        <span className="line-clamp-2 leading-4 font-semibold break-words line-through">{session.client.name}</span>
      ) : (
        <EventWords {...props} range={range} word={word} />
      )}
    </button>
  );
});
