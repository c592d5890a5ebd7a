// Apart from the components: what a route's loader imports comes with the first chunk.
import { gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/ops/gql";
import type { CenterState } from "@/ops/gql/graphql";

export const CenterRow = graphql(`
  fragment CenterRow on OperatedCenter {
    id
    name
    slug
    state
    zone
    createdAt
    members
    sessionsThisWeek
    lastActivityAt
    countedAt
  }
`);
const Centers = graphql(`
  query Centers($search: String, $state: CenterState, $after: String) {
    centers(search: $search, state: $state, first: 50, after: $after) {
      nodes {
        ...CenterRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const states: readonly CenterState[] = ["DRAFT", "ACTIVE", "SUSPENDED"];
export const isState = (value: unknown): value is CenterState => states.includes(value as CenterState);

export const centerPages = (search: string, state: CenterState | undefined) =>
  gqlPages(keys.centers, Centers, { search: search || null, state: state ?? null }, (data) => data.centers);
