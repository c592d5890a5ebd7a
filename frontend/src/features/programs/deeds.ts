// What is done to people on their way. What a move frees is offered to the next in line by the server.
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const StaffMove = graphql(`
  mutation StaffMove($input: MoveEnrollmentInput!) {
    moveEnrollment(input: $input) {
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
export const StaffBegin = graphql(`
  mutation StaffBegin($input: BeginEnrollmentInput!) {
    beginEnrollment(input: $input) {
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
export const StaffMovePhase = graphql(`
  mutation StaffMovePhase($input: MoveEnrollmentPhaseInput!) {
    moveEnrollmentPhase(input: $input) {
      enrollment {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffSetPriority = graphql(`
  mutation StaffSetPriority($input: SetEnrollmentPriorityInput!) {
    setEnrollmentPriority(input: $input) {
      enrollment {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffSetCohort = graphql(`
  mutation StaffSetCohort($input: SetEnrollmentCohortInput!) {
    setEnrollmentCohort(input: $input) {
      enrollment {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffSetPeer = graphql(`
  mutation StaffSetPeer($input: SetEnrollmentPeerInput!) {
    setEnrollmentPeer(input: $input) {
      enrollment {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffLogContact = graphql(`
  mutation StaffLogContact($input: LogContactInput!) {
    logContact(input: $input) {
      client {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffMarkReadiness = graphql(`
  mutation StaffMarkReadiness($input: MarkReadinessInput!) {
    markReadiness(input: $input) {
      enrollment {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffMarkIntake = graphql(`
  mutation StaffMarkIntake($input: MarkIntakeItemInput!) {
    markIntakeItem(input: $input) {
      enrollment {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffReviewDischarge = graphql(`
  mutation StaffReviewDischarge($input: ReviewDischargeInput!) {
    reviewDischarge(input: $input) {
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

/** What is stale afterwards: the way, the places of its program, lists of people, and what waited to be done. */
export const stale = {
  invalidates: [keys.enrollments, keys.programs, keys.clients, keys.staffTasks],
};
