import { useAction } from "@/api/action";
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

const CoverAbsence = graphql(`
  mutation CoverAbsence($input: CoverAbsenceInput!) {
    coverAbsence(input: $input) {
      covering {
        id
        answers {
          id
        }
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const AnswerForClient = graphql(`
  mutation AnswerForClient($input: AnswerCoverInput!) {
    answerCover(input: $input) {
      coverAnswer {
        id
        state
      }
      problems {
        ...ProblemParts
        ...TakenParts
      }
    }
  }
`);

export const useCoverAbsence = () =>
  useAction(CoverAbsence, (data) => data.coverAbsence, {
    invalidates: [keys.cover, keys.availability, keys.staffTasks, ...sessionKeys],
  });
export const useAnswerForClient = () =>
  useAction(AnswerForClient, (data) => data.answerCover, {
    invalidates: [keys.cover, keys.staffTasks, ...sessionKeys],
  });
