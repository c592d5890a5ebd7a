// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { MyWalkQuery } from "@/gql/graphql";

const MyWalk = graphql(`
  query MyWalk {
    myMentorRequest {
      state
      words
      languages
      modes
      onlyGender {
        code
        label
      }
      freeHours {
        weekday
        from
        until
      }
      waitingSince
    }
    myMentorships {
      id
      side
      state
      rank
      words
      mentor {
        id
        name
        pronouns
      }
      reasons {
        kind
        text
      }
      answeredByMe
      offerExpiresAt
      startedAt
      closedAt
      updatedAt
    }
  }
`);
const FindMentor = graphql(`
  query FindMentor {
    mentorCandidates {
      mentor {
        id
        name
        pronouns
      }
      about
      languages
      modes
      reasons {
        kind
        text
      }
      experiences {
        code
        label
      }
    }
  }
`);
const MentorWords = graphql(`
  query MentorWords {
    experienceWords {
      code
      kind
      label
    }
  }
`);

export const myWalk = gql(keys.walk, MyWalk);
export const findMentor = gql(keys.walk, FindMentor);
/** A list of the house: it does not change while one looks. */
export const mentorWords = { ...gql(keys.experiences, MentorWords), staleTime: Number.POSITIVE_INFINITY };

export type MentorWish = NonNullable<MyWalkQuery["myMentorRequest"]>;
export type PairCard = MyWalkQuery["myMentorships"][number];
