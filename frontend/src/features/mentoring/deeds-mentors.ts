// What is decided and noted about those who mentor.
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const SteerSetTerms = graphql(`
  mutation SteerSetTerms($input: SetMentorTermsInput!) {
    setMentorTerms(input: $input) {
      mentor {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerSetMentorState = graphql(`
  mutation SteerSetMentorState($input: SetMentorStateInput!) {
    setMentorState(input: $input) {
      mentor {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerAddCredential = graphql(`
  mutation SteerAddCredential($input: AddCredentialInput!) {
    addCredential(input: $input) {
      holder {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerRemoveCredential = graphql(`
  mutation SteerRemoveCredential($credentialId: ID!) {
    removeCredential(credentialId: $credentialId) {
      holder {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerVerifyCredential = graphql(`
  mutation SteerVerifyCredential($credentialId: ID!) {
    verifyCredential(credentialId: $credentialId) {
      holder {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerRecordTraining = graphql(`
  mutation SteerRecordTraining($input: RecordTrainingInput!) {
    recordTraining(input: $input) {
      mentor {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerRecordSupervision = graphql(`
  mutation SteerRecordSupervision($input: RecordSupervisionInput!) {
    recordSupervision(input: $input) {
      supervisions {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const SteerTakeBackSupervision = graphql(`
  mutation SteerTakeBackSupervision($supervisionId: ID!) {
    takeBackSupervision(supervisionId: $supervisionId) {
      mentorId
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** Hours that wait for a credential are counted anew. */
export const stale = { invalidates: [keys.mentors, keys.mentoring, keys.mentorSpace, keys.serviceLines] };
