// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { GroupFilter } from "@/gql/graphql";

const MyGroups = graphql(`
  query MyGroups {
    myMemberships {
      ...PlaceParts
      group {
        ...GroupCardParts
      }
    }
  }
`);
const BrowseGroups = graphql(`
  query BrowseGroups($filter: GroupFilter, $after: String) {
    groups(filter: $filter, first: 20, after: $after) {
      nodes {
        ...GroupCardParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const OneGroup = graphql(`
  query OneGroup($id: ID!) {
    group(id: $id) {
      ...GroupPageParts
    }
  }
`);

export const myGroups = gql(keys.groups, MyGroups);
export const browseGroups = (filter: GroupFilter) =>
  gqlPages(keys.groups, BrowseGroups, { filter }, (data) => data.groups);
export const oneGroup = (id: string) => gql(keys.group(id), OneGroup, { id });
