import { useLocale, useT } from "@/i18n";
import { dateInZone, nowIso, zoneName } from "@/lib/time";
import { dayWords, type SessionView, timeLine, zoneToName, zoneToShow } from "./session";

/** When a session is, in words: `{ day: "Tomorrow", time: "4:30–5:15 PM", zone: "Eastern Time" | null }`. */
export function useWhen(): (session: Pick<SessionView, "startsAt" | "endsAt" | "place" | "zone">) => {
  day: string;
  time: string;
  zone: string | null;
} {
  const t = useT();
  const locale = useLocale();
  const words = { today: t("day.today"), tomorrow: t("day.tomorrow"), yesterday: t("day.yesterday") };
  return (session) => {
    const zone = zoneToShow(session.place, session.zone);
    const named = zoneToName(session.startsAt, zone);
    return {
      day: dayWords(session.startsAt, zone, dateInZone(nowIso(), zone), locale, words),
      time: timeLine(session, zone, locale),
      zone: named && zoneName(named, locale),
    };
  };
}

/** Where a session is, in words. */
export function usePlaceWords(): (session: Pick<SessionView, "place" | "location">) => string {
  const t = useT();
  return (session) => {
    if (session.place === "ONLINE") return t("session.online");
    return session.location ? t("session.inPersonAt", { location: session.location }) : t("session.inPerson");
  };
}
