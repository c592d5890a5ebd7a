// What a mentor does in a pair.
import { useAction } from "@/api/action";
import { keys, sessionKeys } from "@/api/keys";
import { SteerEnd, SteerHandOver, SteerPause, SteerResume } from "@/features/mentoring/deeds";
import { graphql } from "@/gql";

const MentorAgree = graphql(`
  mutation MentorAgree($input: AcceptMentorshipAgreementInput!) {
    acceptMentorshipAgreement(input: $input) {
      mentorship {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MentorStepBack = graphql(`
  mutation MentorStepBack($mentorshipId: ID!) {
    stepBackMentorship(mentorshipId: $mentorshipId) {
      mentorship {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MentorSurvey = graphql(`
  mutation MentorSurvey($input: AnswerMentorshipSurveyInput!) {
    answerMentorshipSurvey(input: $input) {
      mentorship {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MentorComment = graphql(`
  mutation MentorComment($input: CommentGoalInput!) {
    commentGoal(input: $input) {
      goal {
        id
      }
      hints
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MentorSend = graphql(`
  mutation MentorSend($input: SendPairMessageInput!) {
    sendPairMessage(input: $input) {
      message {
        ...MentorMessage
      }
      hints
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MentorTakeBack = graphql(`
  mutation MentorTakeBack($pairMessageId: ID!) {
    takeBackPairMessage(pairMessageId: $pairMessageId) {
      message {
        ...MentorMessage
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MentorMarkRead = graphql(`
  mutation MentorMarkRead($input: MarkPairReadInput!) {
    markPairRead(input: $input) {
      problems {
        ...ProblemParts
      }
    }
  }
`);

const NotePairMeeting = graphql(`
  mutation NotePairMeeting($input: NotePairMeetingInput!) {
    notePairMeeting(input: $input) {
      mentorship {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const TakeBackPairMeeting = graphql(`
  mutation TakeBackPairMeeting($pairMeetingId: ID!) {
    takeBackPairMeeting(pairMeetingId: $pairMeetingId) {
      mentorship {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

const stale = { invalidates: [keys.mentorSpace, keys.mentoring] };
/** With a rest, somebody else or a goodbye, what the two had booked goes. */
const meetings = { invalidates: [...stale.invalidates, ...sessionKeys] };

export const useAgree = () => useAction(MentorAgree, (data) => data.acceptMentorshipAgreement, stale);
export const usePause = () => useAction(SteerPause, (data) => data.pauseMentorship, meetings);
export const useResume = () => useAction(SteerResume, (data) => data.resumeMentorship, meetings);
export const useStepBack = () => useAction(MentorStepBack, (data) => data.stepBackMentorship, stale);
export const useHandOver = () => useAction(SteerHandOver, (data) => data.handOverMentorship, meetings);
export const useGoodbye = () => useAction(SteerEnd, (data) => data.endMentorship, meetings);
export const useSurvey = () => useAction(MentorSurvey, (data) => data.answerMentorshipSurvey, stale);
export const useNoteMeeting = () => useAction(NotePairMeeting, (data) => data.notePairMeeting, stale);
export const useTakeBackMeeting = () => useAction(TakeBackPairMeeting, (data) => data.takeBackPairMeeting, stale);
export const useComment = () => useAction(MentorComment, (data) => data.commentGoal, stale);
export const useSend = () => useAction(MentorSend, (data) => data.sendPairMessage);
export const useTakeBack = () => useAction(MentorTakeBack, (data) => data.takeBackPairMessage);
/** The count of what there is to read stands on other pages. */
export const useMarkRead = () =>
  useAction(MentorMarkRead, (data) => data.markPairRead, { invalidates: [keys.mentorSpace] });
