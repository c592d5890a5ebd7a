import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const TakeProgramPlace = graphql(`
  mutation TakeProgramPlace($enrollmentId: ID!) {
    acceptEnrollmentOffer(enrollmentId: $enrollmentId) {
      enrollment {
        id
        state
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const LetProgramPlaceGo = graphql(`
  mutation LetProgramPlaceGo($enrollmentId: ID!) {
    declineEnrollmentOffer(enrollmentId: $enrollmentId) {
      enrollment {
        id
        state
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const LeaveProgramLine = graphql(`
  mutation LeaveProgramLine($enrollmentId: ID!) {
    withdrawEnrollment(enrollmentId: $enrollmentId) {
      enrollment {
        id
        state
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const SayWeek = graphql(`
  mutation SayWeek($input: CheckInWhileWaitingInput!) {
    checkInWhileWaiting(input: $input) {
      enrollment {
        id
        state
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MarkMyReadiness = graphql(`
  mutation MarkMyReadiness($input: MarkReadinessInput!) {
    markReadiness(input: $input) {
      enrollment {
        id
        state
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MarkMyIntake = graphql(`
  mutation MarkMyIntake($input: MarkIntakeItemInput!) {
    markIntakeItem(input: $input) {
      enrollment {
        id
        state
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const ChooseMyAftercare = graphql(`
  mutation ChooseMyAftercare($input: ChooseAftercareInput!) {
    chooseAftercare(input: $input) {
      enrollment {
        id
        state
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** Today tells of what waits for somebody's word. */
const options = { invalidates: [keys.ways, keys.sessions] };
export const useTakePlace = () => useAction(TakeProgramPlace, (data) => data.acceptEnrollmentOffer, options);
export const useLetPlaceGo = () => useAction(LetProgramPlaceGo, (data) => data.declineEnrollmentOffer, options);
export const useLeaveLine = () => useAction(LeaveProgramLine, (data) => data.withdrawEnrollment, options);
export const useSayWeek = () => useAction(SayWeek, (data) => data.checkInWhileWaiting, options);
export const useMarkReadiness = () => useAction(MarkMyReadiness, (data) => data.markReadiness, options);
export const useMarkIntake = () => useAction(MarkMyIntake, (data) => data.markIntakeItem, options);
export const useChooseAftercare = () => useAction(ChooseMyAftercare, (data) => data.chooseAftercare, options);
