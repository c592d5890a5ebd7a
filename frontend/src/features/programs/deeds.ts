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
export const StaffRecordDeath = graphql(`
  mutation StaffRecordDeath($input: RecordDeathInput!) {
    recordDeath(input: $input) {
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

/** After a death nearly all that is on screens is old: sessions, groups, pairs and the account end in the same act. */
const ended = [
  keys.sessions,
  keys.calendar,
  keys.slots,
  keys.groups,
  keys.mentoring,
  keys.mentors,
  keys.members,
  keys.waits,
].map(String);
export const afterDeath = ({ queryKey }: { queryKey: readonly unknown[] }) => ended.includes(String(queryKey[0]));

/** What is stale afterwards: the way, the places of its program, lists of people, and what waited to be done. */
export const stale = {
  invalidates: [keys.enrollments, keys.programs, keys.clients, keys.staffTasks],
};
