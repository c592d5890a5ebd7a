// What an admin does with lists of meetings.
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const StaffCreateFeedImport = graphql(`
  mutation StaffCreateFeedImport($input: CreateFeedImportInput!) {
    createFeedImport(input: $input) {
      feedImport {
        id
      }
      upload {
        method
        url
        headers {
          name
          value
        }
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffCompleteFeedImport = graphql(`
  mutation StaffCompleteFeedImport($feedImportId: ID!) {
    completeFeedImport(feedImportId: $feedImportId) {
      feedImport {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffApplyFeedImport = graphql(`
  mutation StaffApplyFeedImport($feedImportId: ID!) {
    applyFeedImport(feedImportId: $feedImportId) {
      feedImport {
        ...FeedImportParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffUndoFeedImport = graphql(`
  mutation StaffUndoFeedImport($feedImportId: ID!) {
    undoFeedImport(feedImportId: $feedImportId) {
      feedImport {
        ...FeedImportParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffRemoveListing = graphql(`
  mutation StaffRemoveListing($listingId: ID!) {
    removeListing(listingId: $listingId) {
      listing {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffRestoreListing = graphql(`
  mutation StaffRestoreListing($listingId: ID!) {
    restoreListing(listingId: $listingId) {
      listing {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** What is stale afterwards. */
export const stale = { invalidates: [keys.feedImports, keys.listings] };
