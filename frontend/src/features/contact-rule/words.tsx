import { Phone } from "lucide-react";
import { useT } from "@/i18n";

/** How somebody wants to be reached, beside whatever asks to reach them. Nothing where nothing is known. */
export function ReachWords({ rule }: { rule: string | null | undefined }) {
  const t = useT();
  if (!rule) return null;
  return (
    <p className="flex min-w-0 items-start gap-1.5 text-small">
      <Phone size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 flex-none text-ink-2" />
      <span className="min-w-0 break-words whitespace-pre-line">
        <span className="sr-only">{t("staff.reach.them")}: </span>
        {rule}
      </span>
    </p>
  );
}
