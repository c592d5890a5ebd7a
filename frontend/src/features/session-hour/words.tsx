import { centerBoot } from "@/api/boot";
import type { HourPartsFragment, SessionState } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { dateInZone, formatTime, formatTimeRange, formatWhen, isPast } from "@/lib/time";
import { Badge } from "@/ui";

const tones: Partial<Record<SessionState, "neutral" | "good" | "info" | "attention">> = {
  CHECKED_IN: "info",
  IN_SESSION: "good",
  COMPLETED: "neutral",
  NO_SHOW_PEER: "attention",
};

/** Where a session stands, in a word; nothing while it is as planned. */
export function OutcomeBadge({ state }: { state: SessionState }) {
  const t = useT();
  if (state === "BOOKED") return null;
  return <Badge tone={tones[state] ?? "neutral"}>{t(`care.state.${state}`)}</Badge>;
}

/** Where a session stands, in a sentence with its times. */
export function useStanding(): (session: HourPartsFragment) => string {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  return (session) => {
    const { state, arrivedAt, startedAt, endedAt } = session;
    const name = session.client.name;
    if (state === "CHECKED_IN") {
      return arrivedAt
        ? t("care.now.arrivedAt", { name, time: formatTime(arrivedAt, zone, locale) })
        : t("care.now.arrived", { name });
    }
    if (state === "IN_SESSION" && startedAt) return t("care.now.since", { time: formatTime(startedAt, zone, locale) });
    if (state === "COMPLETED" && startedAt && endedAt) {
      const sameDay = dateInZone(startedAt, zone) === dateInZone(session.startsAt, zone);
      return sameDay
        ? t("care.now.took", { times: formatTimeRange(startedAt, endedAt, zone, locale) })
        : t("care.now.tookFrom", {
            from: formatWhen(startedAt, zone, locale),
            until: formatWhen(endedAt, zone, locale),
          });
    }
    if (state === "BOOKED" && isPast(session.endsAt)) return t("care.now.untold");
    if (state === "NO_SHOW_CLIENT") return t("care.now.missedClient", { name });
    if (state === "NO_SHOW_PEER") return t("care.now.missedPeer", { name });
    return t(`care.state.${state}`);
  };
}
