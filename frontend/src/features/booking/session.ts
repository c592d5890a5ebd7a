import { centerBoot } from "@/api/boot";
import { graphql } from "@/gql";
import type { SessionPartsFragment } from "@/gql/graphql";
import { dateInZone, deviceZone, formatDate, formatTimeRange, minutesUntil, relativeDay, sameClock } from "@/lib/time";

/** What the screens of sessions show. */
export const SessionParts = graphql(`
  fragment SessionParts on Session {
    id
    startsAt
    endsAt
    zone
    minutes
    place
    location
    joinUrl
    joinOpensAt
    fallbackPhone
    arrivedAt
    state
    version
    canChange
    canCancel
    isLate
    changeableUntil
    cancelReason
    seriesId
    type {
      id
      name
    }
    counselor {
      id
      name
      pronouns
    }
    client {
      id
      name
    }
    cancelledBy {
      id
      name
    }
  }
`);
export type SessionView = SessionPartsFragment;
type Place = SessionView["place"];

/** In-person sessions happen at the center: its zone counts. Online ones are shown in the reader's. */
export function zoneToShow(place: Place, sessionZone: string, viewerZone = centerBoot().viewer.zone): string {
  return place === "IN_PERSON" ? sessionZone : viewerZone;
}

/** What other times for a session are looked for by, with whom it was booked or with somebody else. */
export const otherTimesOf = (
  session: Pick<SessionView, "id" | "minutes" | "place" | "zone"> & { type?: { id: string } | null },
  counselor: { id: string },
) => ({
  counselorId: counselor.id,
  minutes: session.minutes,
  typeId: session.type?.id,
  sessionId: session.id,
  place: session.place,
  zone: zoneToShow(session.place, session.zone),
});

/** The zone to name beside the times, or null when the device's clock shows the same. */
export function zoneToName(instant: string, zone: string): string | null {
  return sameClock(instant, zone, deviceZone()) ? null : zone;
}

/** "today", "tomorrow" or the date, for a sentence's start. */
export function dayWords(
  instant: string,
  zone: string,
  today: string,
  locale: string,
  words: { today: string; tomorrow: string; yesterday: string },
): string {
  const day = relativeDay(instant, zone, today);
  return day === "other" ? formatDate(dateInZone(instant, zone), locale) : words[day];
}

export function timeLine(session: Pick<SessionView, "startsAt" | "endsAt">, zone: string, locale: string): string {
  return formatTimeRange(session.startsAt, session.endsAt, zone, locale);
}

/** People are expected, or there. */
export const isLive = ({ state }: Pick<SessionView, "state">) =>
  state === "BOOKED" || state === "CHECKED_IN" || state === "IN_SESSION";

/** Whether a session lies ahead or is under way. */
export const isAhead = (session: Pick<SessionView, "endsAt" | "state">) =>
  session.state === "IN_SESSION" || (isLive(session) && minutesUntil(session.endsAt) >= 0);
