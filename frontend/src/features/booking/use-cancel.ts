import { useLocale, useT } from "@/i18n";
import { formatDay } from "@/lib/time";
import { useCancelling } from "./cancelling";
import { zoneToShow } from "./session";

/** A client cancels, in the words that a client reads. */
export function useCancel() {
  const t = useT();
  const locale = useLocale();
  return useCancelling({
    done: ({ startsAt, place, zone, counselor }) =>
      t("cancel.done", { day: formatDay(startsAt, zoneToShow(place, zone), locale, "long"), name: counselor.name }),
    doneMany: (count) => t("mySeries.cancelled", { count }),
    undo: t("cancel.undo"),
    undone: (back, all) => (all > 1 ? t("mySeries.undone", { count: back, all }) : t("cancel.undone")),
    undoFailed: t("cancel.undoFailed"),
  });
}
