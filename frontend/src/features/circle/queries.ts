// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const Circle = graphql(`
  query Circle {
    circle {
      since {
        month
        ties
        counselors
        groups
        facilitators
      }
      counselors {
        member {
          id
          name
          roles
        }
        since
        until
      }
      groups {
        groupId
        name
        alias
        size {
          least
          most
        }
        facilitators {
          id
          alias
        }
        since
        until
      }
    }
  }
`);
export const circle = gql(keys.circle, Circle);
