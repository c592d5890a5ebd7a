import { ChevronRight, HeartHandshake } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { useT } from "@/i18n";

/** The way to somebody to talk to, in sight. */
export function HelpRow() {
  const t = useT();
  return (
    <a
      href={`${centerBoot().base}/help`}
      className="flex min-h-16 items-center gap-4 rounded-card border border-line bg-surface px-5 py-3 text-ink no-underline hover:bg-sunken"
    >
      <span
        aria-hidden
        className="grid size-11 flex-none place-items-center rounded-control bg-rose-soft text-rose-soft-ink"
      >
        <HeartHandshake size={20} strokeWidth={1.75} />
      </span>
      <span className="grid flex-1">
        <span className="font-semibold">{t("today.hard")}</span>
        <span className="text-small text-ink-2">{t("today.hardText")}</span>
      </span>
      <ChevronRight size={20} aria-hidden className="flex-none text-ink-3" />
    </a>
  );
}
