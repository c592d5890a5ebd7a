import { useCancelling } from "@/features/booking/cancelling";
import { useT } from "@/i18n";

/** Staff cancels, in the words that staff reads. */
export function useStaffCancel() {
  const t = useT();
  return useCancelling({
    done: ({ client }) => t("staff.cancel.done", { name: client.name }),
    doneMany: (count, { client }) => t("desk.series.cancelled", { count, name: client.name }),
    undo: t("staff.cancel.undo"),
    undone: (back, all) => (all > 1 ? t("desk.series.undone", { back, all }) : t("staff.cancel.undone")),
    undoFailed: t("staff.cancel.undoFailed"),
  });
}
