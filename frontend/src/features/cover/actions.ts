import { useAction } from "@/api/action";
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

const AnswerMyCover = graphql(`
  mutation AnswerMyCover($input: AnswerCoverInput!) {
    answerCover(input: $input) {
      coverAnswer {
        id
        insteadId
      }
      problems {
        ...ProblemParts
        ...TakenParts
      }
    }
  }
`);

export const useAnswerCover = () =>
  useAction(AnswerMyCover, (data) => data.answerCover, { invalidates: [keys.cover, ...sessionKeys] });
