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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
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
        ...ProblemParts
      }
    }
  }
`);
const LetMentorOfferGo = graphql(`
  mutation LetMentorOfferGo($mentorshipId: ID!) {
    declineMentorship(mentorshipId: $mentorshipId) {
      mentorshipId
      problems {
        ...ProblemParts
      }
    }
  }
`);
const TakeQuestionBack = graphql(`
  mutation TakeQuestionBack($mentorshipId: ID!) {
    withdrawMentorship(mentorshipId: $mentorshipId) {
      mentorshipId
      problems {
        ...ProblemParts
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
