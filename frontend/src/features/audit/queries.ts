// Apart from the components: what a route's loader imports comes with the first chunk.
import { gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const AuditRow = graphql(`
  fragment AuditRow on AuditEvent {
    sequence
    at
    action
    actingAs
    purpose
    result
    actor {
      id
      name
    }
    client {
      id
      name
    }
  }
`);
const AuditEvents = graphql(`
  query AuditEvents($after: String) {
    auditEvents(first: 50, after: $after) {
      nodes {
        ...AuditRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const auditPages = gqlPages(keys.auditEvents, AuditEvents, {}, (data) => data.auditEvents);
