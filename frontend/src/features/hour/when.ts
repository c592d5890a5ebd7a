import type { SessionView } from "@/features/booking/session";
import { isPast } from "@/lib/time";

type Hour = Pick<SessionView, "startsAt" | "endsAt" | "state">;
const minute = 60_000;
/** So long before the start one can say "I'm here". */
const opens = 30 * minute;
/** So long one waits before asking whether anybody comes, and so long after the end it can still be said. */
const patience = 5 * minute;
const after = 24 * 60 * minute;

/** The hour itself: from when one can be there until it ends. */
export function isNear(session: Hour, now: number): boolean {
  const live = session.state === "BOOKED" || session.state === "CHECKED_IN" || session.state === "IN_SESSION";
  return live && now >= Date.parse(session.startsAt) - opens && now < Date.parse(session.endsAt);
}

/** It should have begun, and nobody has said that it did. */
export function mayBeAlone(session: Hour, now: number): boolean {
  if (session.state !== "BOOKED" && session.state !== "CHECKED_IN") return false;
  return now >= Date.parse(session.startsAt) + patience && now < Date.parse(session.endsAt) + after;
}

/** There can be something to read about it: also where people met earlier than planned. */
export const hasBegun = (session: Pick<Hour, "startsAt" | "state">): boolean =>
  session.state === "IN_SESSION" || session.state === "COMPLETED" || isPast(session.startsAt);
