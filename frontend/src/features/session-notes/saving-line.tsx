import { CloudOff } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { formatTime } from "@/lib/time";
import type { Saving } from "./use-draft";

/** Where the text is: kept since when, on its way, or still only here. */
export function SavingLine({ saving }: { saving: Saving }) {
  const t = useT();
  const locale = useLocale();
  const words = () => {
    if (saving.state === "saving") return t("form.saving");
    if (saving.state === "typing") return t("care.saving.typing");
    if (saving.state === "failed") {
      if (saving.problems.length) return t("form.notSaved");
      const { kind } = saving.error ?? {};
      if (kind === "signed-out") return t("care.saving.signedOut");
      return t(kind === "offline" || kind === "timeout" ? "care.saving.offline" : "care.saving.retrying");
    }
    if (!saving.savedAt) return "";
    return t("care.saving.saved", { time: formatTime(saving.savedAt, centerBoot().viewer.zone, locale) });
  };
  const failed = saving.state === "failed";
  return (
    <span
      role="status"
      className={failed ? "flex items-center gap-2 text-small font-semibold" : "text-small text-ink-2"}
    >
      {failed && <CloudOff size={16} strokeWidth={1.75} aria-hidden />}
      {words()}
    </span>
  );
}
