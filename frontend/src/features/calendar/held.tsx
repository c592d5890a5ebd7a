import { Hourglass } from "lucide-react";
import { useLocale, useT } from "@/i18n";
import { shortName } from "@/lib/names";
import { dateInZone, formatTime, formatWhen, nowIso } from "@/lib/time";
import type { Held } from "./days";
import type { Span } from "./layout";

/** "Offered to Ana R.", "Being booked" */
export function useHeldWords(): (held: Held) => string {
  const t = useT();
  return ({ own, offeredTo }) => {
    if (offeredTo) return t("desk.held.offered", { name: shortName(offeredTo.name) });
    return t(own ? "desk.held.own" : "desk.held.form");
  };
}

/** "4:32 PM", with the day when that is not today. */
export const untilWhen = ({ until }: Held, zone: string, locale: string) =>
  dateInZone(until, zone) === dateInZone(nowIso(), zone)
    ? formatTime(until, zone, locale)
    : formatWhen(until, zone, locale);

/** A time that is kept just now, behind the sessions: dotted, with words, and nothing to press. The cell below tells more. */
export function HeldBlock(props: { held: Span & { item: Held }; zone: string; hourHeight: number }) {
  const t = useT();
  const locale = useLocale();
  const words = useHeldWords();
  const { from, until, item } = props.held;
  const time = untilWhen(item, props.zone, locale);
  return (
    <span
      style={{
        top: (from / 60) * props.hourHeight + 1,
        height: Math.max(20, ((until - from) / 60) * props.hourHeight - 3),
      }}
      className="absolute right-1 left-[3px] flex items-start gap-1.5 overflow-hidden rounded-control border border-control border-dotted bg-canvas bg-[radial-gradient(var(--control)_1px,transparent_1.2px)] bg-size-[8px_8px] p-0.5 text-caption text-ink-2"
    >
      <span className="flex min-w-0 items-center gap-1 rounded-[4px] bg-canvas px-1">
        <Hourglass size={12} aria-hidden className="flex-none" />
        <span className="truncate">{words(item)}</span>
        <span className="sr-only">, {t("desk.held.until", { time })}</span>
      </span>
    </span>
  );
}

/** The same in the list of a day. */
export function HeldLines(props: { held: ReadonlyArray<Span & { item: Held }>; zone: string }) {
  const t = useT();
  const locale = useLocale();
  const words = useHeldWords();
  if (!props.held.length) return null;
  return (
    <ul className="m-0 grid list-none gap-1 p-0 text-small text-ink-2">
      {props.held.map(({ item }) => (
        <li key={item.startsAt + item.until} className="tnum flex items-center gap-2">
          <Hourglass size={14} aria-hidden className="flex-none" />
          {[
            formatTime(item.startsAt, props.zone, locale),
            words(item),
            t("desk.held.until", { time: untilWhen(item, props.zone, locale) }),
          ].join(" · ")}
        </li>
      ))}
    </ul>
  );
}
