// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { MySoonerQuery } from "@/gql/graphql";

const MySooner = graphql(`
  query MySooner {
    soonerCircle {
      mayBeAsked
      member {
        id
        name
      }
    }
    mySoonerRequests {
      id
      minutes
      place
      words
      state
      asked
      waiting
      acceptedBy {
        id
        name
      }
      sessionId
      createdAt
      expiresAt
    }
    soonerHelp {
      phone
      hours
    }
  }
`);

/** Whom the viewer lets be asked, what became of asking, and the line for whoever cannot wait. */
export const mySooner = { ...gql(keys.sooner, MySooner), refetchInterval: 30_000 };

export type SoonerView = MySoonerQuery["mySoonerRequests"][number];
export type PeerView = MySoonerQuery["soonerCircle"][number];
