import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { dayHalf, formatTime, wallClock } from "@/lib/time";
import { Press } from "@/ui/press";
import type { Flow, SlotView } from "./flow";

/** How a time looks that can be picked. */
export const slotClass = (chosen: boolean) =>
  cx(
    "cursor-pointer rounded-control border-[1.5px] text-left transition-colors duration-120 ease-calm",
    chosen
      ? "border-accent bg-accent-soft text-accent-soft-ink"
      : "border-control bg-surface text-ink hover:border-accent hover:bg-accent-soft",
  );

const halves = ["morning", "afternoon", "evening"] as const;

/** The times of one day, by its parts. */
export function Times(props: {
  slots: readonly SlotView[];
  zone: string;
  flow: Flow;
  onPick: (slot: SlotView) => void;
  /** Beside a month: one column. */
  narrow?: boolean;
}) {
  const t = useT();
  const locale = useLocale();
  const timeOf = (slot: SlotView) => wallClock(slot.startsAt, props.zone).time;
  return halves.map((half) => {
    const slots = props.slots.filter((slot) => dayHalf(timeOf(slot)) === half);
    if (!slots.length) return null;
    return (
      <section key={half} aria-labelledby={`times-${half}`} className="grid gap-2">
        <h3 id={`times-${half}`} className="text-small font-semibold text-ink-2">
          {t(`book.${half}`)}
        </h3>
        <ul className={cx("m-0 grid list-none grid-cols-2 gap-2 p-0", !props.narrow && "md:grid-cols-4")}>
          {slots.map((slot) => {
            const chosen = props.flow.slot?.startsAt === slot.startsAt;
            return (
              <li key={slot.startsAt}>
                <Press
                  pressed={chosen}
                  onPress={() => props.onPick(slot)}
                  className={cx(slotClass(chosen), "tnum min-h-12 w-full px-3 text-center font-semibold")}
                >
                  {formatTime(slot.startsAt, props.zone, locale)}
                </Press>
              </li>
            );
          })}
        </ul>
      </section>
    );
  });
}
