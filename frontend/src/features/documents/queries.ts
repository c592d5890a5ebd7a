import { gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const Documents = graphql(`
  query Documents($clientId: ID, $sessionId: ID, $after: String) {
    documents(clientId: $clientId, sessionId: $sessionId, first: 25, after: $after) {
      nodes {
        ...DocumentParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const documentPages = (target: { clientId?: string; sessionId?: string }) =>
  gqlPages(keys.documents, Documents, target, (data) => data.documents);
