// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { ListingFilter, ListingPartsFragment } from "@/gql/graphql";

export const ListingParts = graphql(`
  fragment ListingParts on Listing {
    id
    name
    days
    starts
    ends
    zone
    types {
      code
      name
    }
    mode
    address
    approximate
    region
    location
    notes
    conferenceUrl
    conferencePhone
    url
    source
  }
`);
export type ListingView = ListingPartsFragment;

const Listings = graphql(`
  query Listings($filter: ListingFilter, $after: String) {
    listings(filter: $filter, first: 20, after: $after) {
      nodes {
        ...ListingParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const AnyListing = graphql(`
  query AnyListing {
    listings(first: 1) {
      nodes {
        id
      }
    }
  }
`);
export const anyListing = gql(keys.listings, AnyListing);
export const listingPages = (filter: ListingFilter) =>
  gqlPages(keys.listings, Listings, { filter }, (data) => data.listings);
