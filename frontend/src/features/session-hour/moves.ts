import type { SessionState } from "@/gql/graphql";

/** Minutes before the planned start from which somebody can be there. */
const opens = 30;
/** Minutes after the planned end until which it can still begin. */
const latest = 12 * 60;

/** Minutes in which a start that was a wrong tap is taken back, and a miss noted for the wrong one put right. */
const undoBegin = 10;
const putRight = 24 * 60;

export type Move = "arrive" | "undoArrival" | "begin" | "undoBegin" | "end" | "missedClient" | "missedPeer" | "record";

type Planned = { state: SessionState; startsAt: string; endsAt: string; startedAt?: string | null };

/** From which states a deed leads on: the server's own picture, so that nothing is offered that it refuses. */
const from: Record<Move, readonly SessionState[]> = {
  arrive: ["BOOKED", "NO_SHOW_CLIENT"],
  undoArrival: ["CHECKED_IN"],
  begin: ["BOOKED", "CHECKED_IN", "NO_SHOW_CLIENT", "NO_SHOW_PEER"],
  undoBegin: ["IN_SESSION"],
  end: ["IN_SESSION"],
  missedClient: ["BOOKED", "NO_SHOW_PEER"],
  missedPeer: ["BOOKED", "CHECKED_IN", "NO_SHOW_CLIENT"],
  record: ["BOOKED", "CHECKED_IN", "IN_SESSION", "COMPLETED", "NO_SHOW_CLIENT", "NO_SHOW_PEER"],
};

/** What can be said about a session at an instant (milliseconds since 1970). */
export function movesOf(session: Planned, now: number): readonly Move[] {
  const minutes = (instant: string) => (now - Date.parse(instant)) / 60_000;
  const sinceStart = minutes(session.startsAt);
  const sinceEnd = minutes(session.endsAt);
  const missable = sinceStart >= 0 && (!session.state.startsWith("NO_SHOW") || sinceStart < putRight);
  const inTime: Record<Move, boolean> = {
    arrive: sinceStart >= -opens && sinceEnd < 0,
    undoArrival: true,
    begin: sinceStart >= -opens && sinceEnd < latest,
    undoBegin: Boolean(session.startedAt) && minutes(session.startedAt ?? "") < undoBegin,
    end: true,
    missedClient: missable,
    missedPeer: missable,
    // It may have been begun, and ended, before its time.
    record: sinceStart >= 0 || session.state === "COMPLETED",
  };
  return (Object.keys(from) as Move[]).filter((move) => inTime[move] && from[move].includes(session.state));
}

/** People are expected, or there. */
export const isLive = (state: SessionState) => state === "BOOKED" || state === "CHECKED_IN" || state === "IN_SESSION";

export const isCalledOff = (state: SessionState) => state === "CANCELLED" || state === "LATE_CANCEL";
