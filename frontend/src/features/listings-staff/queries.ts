// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { FeedImportPartsFragment, FeedVerdict } from "@/gql/graphql";

export const FeedImportParts = graphql(`
  fragment FeedImportParts on FeedImport {
    id
    source
    state
    failure {
      code
      message
    }
    rowsTotal
    rowsDone
    rowsNew
    rowsChanged
    rowsSame
    rowsSkipped
    createdAt
    appliedAt
    undoneAt
    canApply
    canUndo
    createdBy {
      id
      name
    }
  }
`);
export type FeedImportView = FeedImportPartsFragment;

const StaffFeedImports = graphql(`
  query StaffFeedImports($after: String) {
    feedImports(first: 10, after: $after) {
      nodes {
        ...FeedImportParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const StaffFeedImport = graphql(`
  query StaffFeedImport($id: ID!) {
    feedImport(id: $id) {
      ...FeedImportParts
    }
  }
`);
const StaffFeedRows = graphql(`
  query StaffFeedRows($id: ID!, $verdict: FeedVerdict, $after: String) {
    feedImport(id: $id) {
      id
      rows(verdict: $verdict, first: 25, after: $after) {
        nodes {
          position
          slug
          name
          verdict
          changes
          findings {
            rule
            field
            severity
            message
          }
          listing {
            days
            starts
            ends
            zone
            mode
            address
            region
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);
const StaffPublicGroups = graphql(`
  query StaffPublicGroups($after: String) {
    groups(filter: { public: true }, first: 25, after: $after) {
      nodes {
        id
        name
        state
        settings {
          publicSlug
          feedProblem {
            message
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** What is on its way changes by itself. */
export const isMoving = (one: Pick<FeedImportView, "state">) => one.state === "CHECKING" || one.state === "APPLYING";

export const feedImportPages = gqlPages(keys.feedImports, StaffFeedImports, {}, (data) => data.feedImports);
export const feedImportOf = (id: string) => gql(keys.feedImport(id), StaffFeedImport, { id });
/** The rows that were found stay as they are, once they are there: the state is part of the question. */
export const feedRowPages = (id: string, state: string, verdict: FeedVerdict | undefined) =>
  gqlPages(
    [...keys.feedImport(id), "rows", state],
    StaffFeedRows,
    { id, verdict: verdict ?? null },
    (data) => data.feedImport?.rows ?? { pageInfo: { hasNextPage: false } },
  );
export const publicGroupPages = gqlPages(keys.groups, StaffPublicGroups, {}, (data) => data.groups);
