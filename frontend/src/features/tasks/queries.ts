// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const StaffTasks = graphql(`
  query StaffTasks {
    staffTasks(done: false, first: 25) {
      nodes {
        id
        kind
        createdAt
        groupId
        groupName
        contactRule
        opensClient
        member {
          id
          name
          roles
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

export const staffTasks = gql(keys.staffTasks, StaffTasks);
