// Apart from the components: what a route's loader imports comes with the first chunk. Only counts are shown here.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const SteerAtHome = graphql(`
  query SteerAtHome {
    mentorshipBoard(all: false) {
      mentorshipId
    }
    mentorRequests(first: 1) {
      nodes {
        waitingSince
      }
      totalCount
    }
    applied: mentors(state: APPLIED, first: 10) {
      nodes {
        id
      }
      pageInfo {
        hasNextPage
      }
    }
    stories(shelf: REVIEW, first: 10) {
      nodes {
        id
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

export const mentoringAtHome = gql(keys.mentoringHome, SteerAtHome);
