// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const KindParts = graphql(`
  fragment KindParts on SessionType {
    id
    name
    minutes
    places
    bookedBy
    needsApproval
    bufferBefore
    bufferAfter
    color
    active
    version
  }
`);
const SessionKinds = graphql(`
  query SessionKinds {
    sessionTypes(all: true) {
      ...KindParts
    }
  }
`);

/** All of them: those that cannot be booked any more are still on the calendar. */
export const sessionKinds = { ...gql(keys.sessionKinds, SessionKinds), staleTime: 300_000 };
