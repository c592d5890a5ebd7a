import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const SetMentorRequest = graphql(`
  mutation SetMentorRequest($input: SetMentorRequestInput!) {
    setMentorRequest(input: $input) {
      mentorRequest {
        state
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
const StopMentorRequest = graphql(`
  mutation StopMentorRequest {
    stopMentorRequest {
      mentorRequest {
        state
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
const AskMentors = graphql(`
  mutation AskMentors($input: AskMentorsInput!) {
    askMentors(input: $input) {
      mentorships {
        id
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
const TakeMentorOffer = graphql(`
  mutation TakeMentorOffer($mentorshipId: ID!) {
    acceptMentorship(mentorshipId: $mentorshipId) {
      mentorship {
        id
        state
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
const LetMentorOfferGo = graphql(`
  mutation LetMentorOfferGo($mentorshipId: ID!) {
    declineMentorship(mentorshipId: $mentorshipId) {
      mentorshipId
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
const TakeQuestionBack = graphql(`
  mutation TakeQuestionBack($mentorshipId: ID!) {
    withdrawMentorship(mentorshipId: $mentorshipId) {
      mentorshipId
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);

const options = { invalidates: [keys.walk] };
export const useSetWish = () => useAction(SetMentorRequest, (data) => data.setMentorRequest, options);
export const useStopLooking = () => useAction(StopMentorRequest, (data) => data.stopMentorRequest, options);
export const useAskMentors = () => useAction(AskMentors, (data) => data.askMentors, options);
/** Who walks with somebody sees their mentor among their people, and books time with them. */
export const useTakeOffer = () =>
  useAction(TakeMentorOffer, (data) => data.acceptMentorship, {
    invalidates: [keys.walk, keys.groups, keys.sessions],
  });
export const useLetOfferGo = () => useAction(LetMentorOfferGo, (data) => data.declineMentorship, options);
export const useTakeBack = () => useAction(TakeQuestionBack, (data) => data.withdrawMentorship, options);
