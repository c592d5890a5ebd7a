import { useLocale, useT } from "@/i18n";
import { formatDay, formatTimeRange } from "@/lib/time";
import { Button } from "@/ui";
import type { SlotView } from "./flow";

/** The chosen time and the one button that makes it real, always in reach. */
export function ConfirmBar(props: {
  slot: SlotView | null;
  zone: string;
  detail: string;
  label: string;
  pending: string | false;
  onConfirm: () => void;
}) {
  const t = useT();
  const locale = useLocale();
  const { slot, zone } = props;
  return (
    <>
      {/* As tall as the bar, so that the last times can be scrolled out from under it. */}
      {slot && <div aria-hidden className="h-28 md:hidden" />}
      <section
        aria-live="polite"
        aria-label={t("book.chosen")}
        className={
          slot
            ? "fixed inset-x-0 bottom-[calc(68px+env(safe-area-inset-bottom))] z-20 animate-rise border-line border-t bg-surface px-4 py-3 md:sticky md:bottom-4 md:rounded-card md:border md:shadow-float"
            : "sr-only"
        }
      >
        {slot && (
          <div className="mx-auto grid max-w-[680px] gap-2 md:flex md:max-w-none md:items-center md:justify-between md:gap-4">
            <p className="grid min-w-0 text-small">
              <span className="font-semibold first-letter:uppercase">
                {formatDay(slot.startsAt, zone, locale, "long")},{" "}
                {formatTimeRange(slot.startsAt, slot.endsAt, zone, locale)}
              </span>
              <span className="text-ink-2">{props.detail}</span>
            </p>
            <Button size="large" className="max-md:w-full" pending={props.pending} onPress={props.onConfirm}>
              {props.label}
            </Button>
          </div>
        )}
      </section>
    </>
  );
}
