import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const WriteMyStory = graphql(`
  mutation WriteMyStory($input: StoryInput!) {
    writeStory(input: $input) {
      story {
        ...ToolParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const ChangeMyStory = graphql(`
  mutation ChangeMyStory($input: ChangeStoryInput!) {
    changeStory(input: $input) {
      story {
        ...ToolParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const SubmitMyStory = graphql(`
  mutation SubmitMyStory($storyId: ID!) {
    submitStory(storyId: $storyId) {
      story {
        ...ToolParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const WithdrawMyStory = graphql(`
  mutation WithdrawMyStory($storyId: ID!) {
    withdrawStory(storyId: $storyId) {
      story {
        ...ToolParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const KeepStory = graphql(`
  mutation KeepStory($input: SetFavouriteStoryInput!) {
    setFavouriteStory(input: $input) {
      story {
        ...ToolParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

const options = { invalidates: [keys.stories] };
export const useWriteStory = () => useAction(WriteMyStory, (data) => data.writeStory, options);
export const useChangeStory = () => useAction(ChangeMyStory, (data) => data.changeStory, options);
export const useSubmitStory = () => useAction(SubmitMyStory, (data) => data.submitStory, options);
export const useWithdrawStory = () => useAction(WithdrawMyStory, (data) => data.withdrawStory, options);
export const useKeepStory = () => useAction(KeepStory, (data) => data.setFavouriteStory, options);
