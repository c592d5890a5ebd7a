// What is decided about people who may walk together.
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

export const SteerPropose = graphql(`
  mutation SteerPropose($input: ProposeMentorshipInput!) {
    proposeMentorship(input: $input) {
      mentorship {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerWithdraw = graphql(`
  mutation SteerWithdraw($mentorshipId: ID!) {
    withdrawMentorship(mentorshipId: $mentorshipId) {
      mentorshipId
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerHighNeed = graphql(`
  mutation SteerHighNeed($input: SetHighNeedInput!) {
    setHighNeed(input: $input) {
      mentorRequest {
        ...SteerRequestParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerHandOver = graphql(`
  mutation SteerHandOver($mentorshipId: ID!) {
    handOverMentorship(mentorshipId: $mentorshipId) {
      mentorship {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerPause = graphql(`
  mutation SteerPause($input: PauseMentorshipInput!) {
    pauseMentorship(input: $input) {
      mentorship {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerResume = graphql(`
  mutation SteerResume($mentorshipId: ID!) {
    resumeMentorship(mentorshipId: $mentorshipId) {
      mentorship {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerEnd = graphql(`
  mutation SteerEnd($input: EndMentorshipInput!) {
    endMentorship(input: $input) {
      mentorship {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerEnterConflict = graphql(`
  mutation SteerEnterConflict($input: EnterPairConflictInput!) {
    enterPairConflict(input: $input) {
      conflictId
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerEndConflict = graphql(`
  mutation SteerEndConflict($conflictId: ID!) {
    endPairConflict(conflictId: $conflictId) {
      conflictId
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** Who must not meet changes who is suggested, asked and proposed, what is booked, and what there is to do. */
export const stale = { invalidates: [keys.mentoring, keys.mentors, ...sessionKeys, keys.staffTasks] };
/** A question put or taken back. */
export const staleQuestions = { invalidates: [keys.questions, keys.seekers, keys.mentoringHome] };
/** What happens to two who walk together: also what their mentor carries. */
export const stalePairs = {
  invalidates: [keys.steeredPairs, keys.pairNeeds, keys.mentoringHome, keys.mentors, ...sessionKeys],
};
