import { LifeBuoy } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { useT } from "@/i18n";

/** On every page, always at the same place: the way to people who help now. A page of the server, works without this app. */
export function HelpPill() {
  const t = useT();
  return (
    <a
      href={`${centerBoot().base}/help`}
      className="inline-flex min-h-12 items-center gap-2 rounded-full border-[1.5px] border-rose bg-surface px-4 text-small font-semibold whitespace-nowrap text-rose no-underline hover:bg-rose-soft staff:min-h-9 staff:px-3"
    >
      <LifeBuoy size={18} strokeWidth={1.75} aria-hidden />
      {t("help.now")}
    </a>
  );
}
