// What a mentor does: answers, rests, writes, agrees, says goodbye.
import { useAction } from "@/api/action";
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

const MentorAccept = graphql(`
  mutation MentorAccept($mentorshipId: ID!) {
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
const MentorDecline = graphql(`
  mutation MentorDecline($mentorshipId: ID!) {
    declineMentorship(mentorshipId: $mentorshipId) {
      mentorshipId
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MentorPauseMe = graphql(`
  mutation MentorPauseMe($until: DateTime) {
    pauseMeAsMentor(until: $until) {
      handedOver
      paused
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MentorComeBack = graphql(`
  mutation MentorComeBack {
    comeBackAsMentor {
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MentorDebrief = graphql(`
  mutation MentorDebrief {
    askForDebrief {
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MentorApply = graphql(`
  mutation MentorApply($input: ApplyAsMentorInput!) {
    applyAsMentor(input: $input) {
      mentor {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MentorUpdate = graphql(`
  mutation MentorUpdate($input: UpdateMentorProfileInput!) {
    updateMentorProfile(input: $input) {
      mentor {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

const MentorAnswerStandIn = graphql(`
  mutation MentorAnswerStandIn($input: AnswerStandInInput!) {
    answerStandIn(input: $input) {
      problems {
        ...ProblemParts
      }
    }
  }
`);

const stale = { invalidates: [keys.mentorSpace, keys.mentoring, keys.clients] };
/** Who rests has nobody booked meanwhile. */
const meetings = { invalidates: [...stale.invalidates, ...sessionKeys] };

export const useAccept = () => useAction(MentorAccept, (data) => data.acceptMentorship, stale);
export const useDecline = () => useAction(MentorDecline, (data) => data.declineMentorship, stale);
export const usePauseMe = () => useAction(MentorPauseMe, (data) => data.pauseMeAsMentor, meetings);
export const useComeBack = () => useAction(MentorComeBack, (data) => data.comeBackAsMentor, meetings);
export const useAnswerStandIn = () => useAction(MentorAnswerStandIn, (data) => data.answerStandIn, stale);
export const useDebrief = () => useAction(MentorDebrief, (data) => data.askForDebrief);
export const useApply = () => useAction(MentorApply, (data) => data.applyAsMentor, stale);
export const useUpdateProfile = () => useAction(MentorUpdate, (data) => data.updateMentorProfile, stale);
