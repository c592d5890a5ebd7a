// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { MyCoverQuery } from "@/gql/graphql";

const MyCover = graphql(`
  query MyCover {
    myCoverAnswers {
      id
      backupFree
      later
      counselor {
        id
        name
      }
      backup {
        id
        name
      }
      session {
        id
        startsAt
        zone
        place
        minutes
        type {
          id
        }
      }
    }
  }
`);

/** What the viewer is asked, because somebody they would have met is away. */
export const myCover = gql(keys.cover, MyCover);

export type CoverView = MyCoverQuery["myCoverAnswers"][number];
