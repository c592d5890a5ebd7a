// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

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
  query NextSlots($counselorId: ID!, $minutes: Int!) {
    nextSlots(counselorId: $counselorId, minutes: $minutes, count: 3) {
      startsAt
      endsAt
      zone
      minutes
    }
  }
`);
const Slots = graphql(`
  query Slots($counselorId: ID!, $from: LocalDate!, $minutes: Int!) {
    slots(counselorId: $counselorId, from: $from, days: 14, minutes: $minutes) {
      startsAt
      endsAt
      zone
      minutes
    }
  }
`);

export const nextSlots = (counselorId: string, minutes: number) => gql(keys.slots, NextSlots, { counselorId, minutes });

/** Two weeks of bookable starts. */
export const slotsFrom = (counselorId: string, from: string, minutes: number) =>
  gql(keys.slots, Slots, { counselorId, from, minutes });
