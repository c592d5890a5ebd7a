import { Phone } from "lucide-react";
import { centerBoot } from "@/api/boot";
import type { HourPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { ButtonAnchor } from "@/ui";

/** The way into the room while it is open, and a number for when it does not work. */
export function Room({ session }: { session: HourPartsFragment }) {
  const t = useT();
  const locale = useLocale();
  const now = useNow(15_000);
  if (session.place !== "ONLINE") return null;
  const { joinUrl, joinOpensAt, fallbackPhone } = session;
  const waits = !joinUrl && joinOpensAt && Date.parse(joinOpensAt) > now;
  if (!joinUrl && !waits) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      {joinUrl && (
        <ButtonAnchor variant="soft" href={joinUrl} target="_blank" rel="noopener noreferrer">
          {t("staff.session.join")}
        </ButtonAnchor>
      )}
      {waits && (
        <p className="text-small text-ink-2">
          {t("care.room.opens", { time: formatTime(joinOpensAt, centerBoot().viewer.zone, locale) })}
        </p>
      )}
      {fallbackPhone && (
        <p className="flex items-center gap-2 text-small text-ink-2">
          <Phone size={16} strokeWidth={1.75} aria-hidden className="flex-none" />
          <span>
            {t("care.room.phone")} <a href={`tel:${fallbackPhone.replaceAll(/[^\d+]/g, "")}`}>{fallbackPhone}</a>
          </span>
        </p>
      )}
    </div>
  );
}
