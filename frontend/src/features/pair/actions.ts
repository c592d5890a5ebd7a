import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const AgreeToWalk = graphql(`
  mutation AgreeToWalk($input: AcceptMentorshipAgreementInput!) {
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
const ConsentToBackup = graphql(`
  mutation ConsentToBackup($input: ConsentToBackupInput!) {
    consentToBackup(input: $input) {
      mentorship {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const PauseWalk = graphql(`
  mutation PauseWalk($input: PauseMentorshipInput!) {
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
const ResumeWalk = graphql(`
  mutation ResumeWalk($mentorshipId: ID!) {
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
const StepBackFromWalk = graphql(`
  mutation StepBackFromWalk($mentorshipId: ID!) {
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
const EndWalk = graphql(`
  mutation EndWalk($input: EndMentorshipInput!) {
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
const AnswerWalkSurvey = graphql(`
  mutation AnswerWalkSurvey($input: AnswerMentorshipSurveyInput!) {
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
const SomebodyElse = graphql(`
  mutation SomebodyElse($mentorshipId: ID!) {
    askForAnotherMentor(mentorshipId: $mentorshipId) {
      mentorship {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const NewGoal = graphql(`
  mutation NewGoal($input: CreateGoalInput!) {
    createGoal(input: $input) {
      goal {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const ChangeMyGoal = graphql(`
  mutation ChangeMyGoal($input: ChangeGoalInput!) {
    changeGoal(input: $input) {
      goal {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const SettleMyGoal = graphql(`
  mutation SettleMyGoal($input: SetGoalStateInput!) {
    setGoalState(input: $input) {
      goal {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const SayToMyGoal = graphql(`
  mutation SayToMyGoal($input: CommentGoalInput!) {
    commentGoal(input: $input) {
      goal {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const AddWalkCheckIn = graphql(`
  mutation AddWalkCheckIn($input: AddPairCheckInInput!) {
    addPairCheckIn(input: $input) {
      checkIn {
        id
      }
      favourites {
        id
        kind
        title
        body
        byline
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const SendWalkMessage = graphql(`
  mutation SendWalkMessage($input: SendPairMessageInput!) {
    sendPairMessage(input: $input) {
      message {
        ...WalkMessageParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const TakeBackWalkMessage = graphql(`
  mutation TakeBackWalkMessage($pairMessageId: ID!) {
    takeBackPairMessage(pairMessageId: $pairMessageId) {
      message {
        ...WalkMessageParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MarkWalkRead = graphql(`
  mutation MarkWalkRead($input: MarkPairReadInput!) {
    markPairRead(input: $input) {
      mentorship {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

const NoteWalkMeeting = graphql(`
  mutation NoteWalkMeeting($input: NotePairMeetingInput!) {
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
const TakeBackWalkMeeting = graphql(`
  mutation TakeBackWalkMeeting($pairMeetingId: ID!) {
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

const options = { invalidates: [keys.walk] };
/** A goal whose day comes stands on Today. */
const goals = { invalidates: [keys.walk, keys.sessions] };
/** Whom one can book, what is booked, and who stands among one's people, changes with a rest or a goodbye. */
const partings = { invalidates: [keys.walk, keys.groups, keys.sessions] };
export const useAgree = () => useAction(AgreeToWalk, (data) => data.acceptMentorshipAgreement, options);
export const useBackupConsent = () => useAction(ConsentToBackup, (data) => data.consentToBackup, partings);
export const usePauseWalk = () => useAction(PauseWalk, (data) => data.pauseMentorship, partings);
export const useResumeWalk = () => useAction(ResumeWalk, (data) => data.resumeMentorship, partings);
export const useStepBack = () => useAction(StepBackFromWalk, (data) => data.stepBackMentorship, options);
export const useEndWalk = () => useAction(EndWalk, (data) => data.endMentorship, partings);
export const useAnswerSurvey = () => useAction(AnswerWalkSurvey, (data) => data.answerMentorshipSurvey, options);
export const useSomebodyElse = () => useAction(SomebodyElse, (data) => data.askForAnotherMentor, partings);
export const useNewGoal = () => useAction(NewGoal, (data) => data.createGoal, goals);
export const useChangeGoal = () => useAction(ChangeMyGoal, (data) => data.changeGoal, goals);
export const useSettleGoal = () => useAction(SettleMyGoal, (data) => data.setGoalState, goals);
export const useSayToGoal = () => useAction(SayToMyGoal, (data) => data.commentGoal, options);
export const useNoteMeeting = () => useAction(NoteWalkMeeting, (data) => data.notePairMeeting, options);
export const useTakeBackMeeting = () => useAction(TakeBackWalkMeeting, (data) => data.takeBackPairMeeting, options);
export const useAddCheckIn = () => useAction(AddWalkCheckIn, (data) => data.addPairCheckIn, options);
export const useSendMessage = () => useAction(SendWalkMessage, (data) => data.sendPairMessage);
export const useTakeBackMessage = () => useAction(TakeBackWalkMessage, (data) => data.takeBackPairMessage);
export const useMarkWalkRead = () => useAction(MarkWalkRead, (data) => data.markPairRead, options);
