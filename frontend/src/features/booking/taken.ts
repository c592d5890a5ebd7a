import type { Problem } from "@/api/problems";
import { type FragmentType, graphql, unmask } from "@/gql";

/** What every deed that takes a time selects of its problems: when somebody was faster, free times close by. */
export const TakenParts = graphql(`
  fragment TakenParts on SlotTaken {
    alternatives {
      startsAt
      endsAt
      zone
      minutes
    }
  }
`);

type Taken = { __typename: "SlotTaken" } & FragmentType<typeof TakenParts>;

/** Somebody was faster: what is free close to it. */
export function takenIn(problems: ReadonlyArray<Taken | Problem>) {
  const taken = problems.find((one): one is Taken => one.__typename === "SlotTaken");
  return taken && unmask(TakenParts, taken);
}

/** All that stands in the way besides, for whoever shows the free times. */
export const besidesTaken = <P extends Problem>(problems: readonly P[]): P[] =>
  problems.filter((one) => one.__typename !== "SlotTaken");
