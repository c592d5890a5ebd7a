// Apart from the components: what a route's loader imports comes with the first chunk.
import { type QueryKey, queryOptions } from "@tanstack/react-query";
import { gql } from "@/api/client";
import { request } from "@/api/fetcher";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { SessionPlace } from "@/gql/graphql";
import { addDays, wallClock } from "@/lib/time";
import { closest, merged, type SlotView, spread } from "./flow";
import { heldToken } from "./held";

const OneSession = graphql(`
  query OneSession($id: ID!) {
    viewer {
      today
    }
    session(id: $id) {
      ...SessionParts
    }
  }
`);

export const oneSession = (id: string) => gql(keys.session(id), OneSession, { id });

const NextSlots = graphql(`
  query NextSlots(
    $counselorId: ID!
    $minutes: Int
    $typeId: ID
    $place: SessionPlace
    $clientId: ID
    $sessionId: ID
  ) {
    nextSlots(
      counselorId: $counselorId
      minutes: $minutes
      typeId: $typeId
      place: $place
      clientId: $clientId
      sessionId: $sessionId
      count: 3
    ) {
      startsAt
      endsAt
      zone
      minutes
    }
  }
`);
const Slots = graphql(`
  query Slots(
    $counselorId: ID!
    $from: LocalDate!
    $days: Int!
    $minutes: Int
    $typeId: ID
    $place: SessionPlace
    $clientId: ID
    $sessionId: ID
    $holdToken: String
  ) {
    slots(
      counselorId: $counselorId
      from: $from
      days: $days
      minutes: $minutes
      typeId: $typeId
      place: $place
      clientId: $clientId
      sessionId: $sessionId
      holdToken: $holdToken
    ) {
      startsAt
      endsAt
      zone
      minutes
    }
  }
`);
const OpenSlots = graphql(`
  query OpenSlots(
    $from: LocalDate!
    $until: LocalDate!
    $minutes: Int
    $typeId: ID
    $place: SessionPlace
    $clientId: ID
    $holdToken: String
  ) {
    openSlots(
      from: $from
      until: $until
      minutes: $minutes
      typeId: $typeId
      place: $place
      clientId: $clientId
      holdToken: $holdToken
    ) {
      counselor {
        id
      }
      slots {
        startsAt
        endsAt
        zone
        minutes
      }
    }
  }
`);

/** Whose times, and of what: a length, or a kind that says it. */
export type SlotsOf = {
  /** Null: of anybody who cares for the viewer. */
  counselorId: string | null;
  minutes: number;
  typeId?: string;
  /** Where a room, or a link, is needed. */
  place?: SessionPlace;
  /** For whom; left out by whoever books for themself. */
  clientId?: string;
  /** A session that is to move: it is not in its own way. */
  sessionId?: string;
};

/** What is asked for, out of the properties of a component that has more. */
export const slotsOf = ({ counselorId, minutes, typeId, place, clientId, sessionId }: SlotsOf): SlotsOf => ({
  counselorId,
  minutes,
  typeId,
  place,
  clientId,
  sessionId,
});

const wanted = ({ minutes, typeId, place, clientId, sessionId }: SlotsOf) => ({
  minutes: typeId ? null : minutes,
  typeId: typeId ?? null,
  place: place ?? null,
  clientId: clientId ?? null,
  sessionId: sessionId ?? null,
});

async function ofAnybody(of: SlotsOf, from: string, days: number, signal?: AbortSignal): Promise<SlotView[]> {
  const until = addDays(from, days - 1);
  const { sessionId: _, ...what } = wanted(of);
  const { openSlots } = await request(OpenSlots, { from, until, ...what, holdToken: heldToken() }, { signal });
  return merged(openSlots.map(({ counselor, slots }) => ({ counselorId: counselor.id, slots })));
}

const half = ({ startsAt, zone }: SlotView) => {
  const { date, time } = wallClock(startsAt, zone);
  return `${date}${time < "12" ? "a" : "p"}`;
};
/** So far ahead anybody's next good times are looked for. */
const soon = 28;

export const nextSlots = (of: SlotsOf, today: string) =>
  queryOptions({
    queryKey: [...keys.slots, "next", of, today] as QueryKey,
    queryFn: async ({ signal }): Promise<readonly SlotView[]> => {
      const { counselorId } = of;
      if (!counselorId) return spread(await ofAnybody(of, today, soon, signal), 3, half);
      return (await request(NextSlots, { counselorId, ...wanted(of) }, { signal })).nextSlots;
    },
  });

/** Bookable starts of some days. What the viewer holds themself is among them; the key stays as it is while they hold it. */
export const slotsFrom = (of: SlotsOf, from: string, days: number) =>
  queryOptions({
    queryKey: [...keys.slots, "days", of, from, days] as QueryKey,
    queryFn: async ({ signal }): Promise<readonly SlotView[]> => {
      const { counselorId } = of;
      if (!counselorId) return ofAnybody(of, from, days, signal);
      const variables = { counselorId, from, days, ...wanted(of), holdToken: heldToken() };
      return (await request(Slots, variables, { signal })).slots;
    },
  });

/** Nobody is free at a time that somebody was free at: where anybody is, close to it. */
export async function closeBy(of: SlotsOf, gone: SlotView, today: string): Promise<readonly SlotView[]> {
  const before = addDays(wallClock(gone.startsAt, gone.zone).date, -3);
  const near = await ofAnybody(of, before < today ? today : before, 7);
  return closest(near, gone, 3);
}
