// What is done about stories and strategies of the library.
import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const StaffWriteStory = graphql(`
  mutation StaffWriteStory($input: StoryInput!) {
    writeStory(input: $input) {
      story {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const StaffChangeStory = graphql(`
  mutation StaffChangeStory($input: ChangeStoryInput!) {
    changeStory(input: $input) {
      story {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const StaffSubmitStory = graphql(`
  mutation StaffSubmitStory($storyId: ID!) {
    submitStory(storyId: $storyId) {
      story {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const StaffWithdrawStory = graphql(`
  mutation StaffWithdrawStory($storyId: ID!) {
    withdrawStory(storyId: $storyId) {
      story {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const StaffReviewStory = graphql(`
  mutation StaffReviewStory($input: ReviewStoryInput!) {
    reviewStory(input: $input) {
      storyId
      problems {
        ...ProblemParts
      }
    }
  }
`);
const StaffTakeDownStory = graphql(`
  mutation StaffTakeDownStory($input: TakeDownStoryInput!) {
    takeDownStory(input: $input) {
      storyId
      problems {
        ...ProblemParts
      }
    }
  }
`);

const stale = { invalidates: [keys.stories, keys.mentoring] };

export const useWrite = () => useAction(StaffWriteStory, (data) => data.writeStory, stale);
export const useChange = () => useAction(StaffChangeStory, (data) => data.changeStory, stale);
export const useSubmit = () => useAction(StaffSubmitStory, (data) => data.submitStory, stale);
export const useWithdraw = () => useAction(StaffWithdrawStory, (data) => data.withdrawStory, stale);
export const useReview = () => useAction(StaffReviewStory, (data) => data.reviewStory, stale);
export const useTakeDown = () => useAction(StaffTakeDownStory, (data) => data.takeDownStory, stale);
