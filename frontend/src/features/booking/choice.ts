import type { SessionPlace, SessionState } from "@/gql/graphql";
import { nowIso } from "@/lib/time";
import type { BookSearch } from "./search";

export type KindView = {
  id: string;
  name: string;
  minutes: number;
  places: readonly SessionPlace[];
  needsApproval: boolean;
};
type Person = { id: string; name: string };
type Past = {
  startsAt: string;
  state: SessionState;
  minutes: number;
  place: SessionPlace;
  counselor: { id: string };
  type?: { id: string } | null;
};

/** Whoever suits: of all who care for the client. */
export const anyone = "anyone";

export type Choice = {
  /** Null: whoever suits. Undefined: not chosen yet. */
  who: Person | null | undefined;
  kind: KindView | undefined;
  minutes: number;
  place: SessionPlace;
};

/** What the link asked for, else as last time, else what most people take. */
export function chosen(
  given: { counselors: readonly Person[]; past: readonly Past[]; kinds: readonly KindView[] },
  search: BookSearch,
): Choice {
  const { counselors, past, kinds } = given;
  const only = counselors.length === 1 ? counselors[0] : undefined;
  const named = counselors.find((one) => one.id === search.with) ?? only;
  const who = named ?? (search.with === anyone && counselors.length > 1 ? null : undefined);
  const last = who ? past.find((session) => session.counselor.id === who.id) : past[0];
  const find = (id: string | undefined) => kinds.find((kind) => kind.id === id);
  const kind = find(search.type) ?? find(last?.type?.id) ?? kinds[0];
  const place = search.place ?? last?.place ?? "IN_PERSON";
  return {
    who,
    kind,
    minutes: kind?.minutes ?? search.minutes ?? last?.minutes ?? 45,
    place: kind && !kind.places.includes(place) ? (kind.places[0] ?? place) : place,
  };
}

/** Whoever the client met last, if they still care for them: neither somebody who is yet to come, nor a session that was missed. */
export function lastMet(
  counselors: readonly Person[],
  past: ReadonlyArray<Pick<Past, "startsAt" | "state" | "counselor">>,
): Person | undefined {
  const met = past.filter(
    (one) => Date.parse(one.startsAt) <= Date.parse(nowIso()) && !one.state.startsWith("NO_SHOW"),
  );
  const last = met.find((session) => counselors.some((one) => one.id === session.counselor.id));
  return counselors.find((one) => one.id === last?.counselor.id);
}
