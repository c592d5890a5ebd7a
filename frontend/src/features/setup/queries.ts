// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const Setup = graphql(`
  query Setup {
    setup {
      items {
        step
        done
        optional
      }
      canGoLive
      malwareScanner
    }
    viewer {
      center {
        id
        state
      }
    }
  }
`);
const CenterDetails = graphql(`
  query CenterDetails {
    viewer {
      center {
        id
        name
        zone
        phone
        address
        changeCutoffMinutes
        noteRules {
          cosignPeerNotes
        }
        chatDaysDefault
        chatDaysAtMost
        version
        helpLine {
          phone
          hours
        }
      }
    }
  }
`);
const ApiTokens = graphql(`
  query ApiTokens {
    apiTokens {
      id
      name
      createdAt
      expiresAt
      lastUsedAt
      revokedAt
    }
  }
`);

export const setup = gql(keys.setup, Setup);
export const centerDetails = gql(keys.setup, CenterDetails);
export const apiTokens = gql(keys.apiTokens, ApiTokens);
