import { useSuspenseQuery } from "@tanstack/react-query";
import { unmask } from "@/gql";
import type { MentorPairLineFragment } from "@/gql/graphql";
import { MentorPairLine, ownPairs } from "./queries";

/** Pairs in which the viewer is the mentor: where they are a client is another space. */
export function useOwnPairs(): MentorPairLineFragment[] {
  const { data } = useSuspenseQuery(ownPairs);
  return data.myMentorships.map((one) => unmask(MentorPairLine, one)).filter((pair) => pair.side === "MENTOR");
}
