import { useAction } from "@/api/action";
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { MyMentoringQuery } from "@/gql/graphql";

const MyMentoring = graphql(`
  query MyMentoring {
    myMentorProfile {
      id
      state
      pausedByCenter
      about
      languages
      modes
      backup {
        id
      }
      backgroundCheckedOn
      supervisor {
        id
        name
      }
      credentialExpired
      credentials {
        id
        kind
        issuer
        number
        issuedOn
        expiresOn
        expired
        verifiedAt
      }
      training {
        competency
        minutes
      }
      version
      appliedAt
      approvedAt
    }
  }
`);
const ApplyToMentor = graphql(`
  mutation ApplyToMentor($input: ApplyAsMentorInput!) {
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
const ChangeMentoring = graphql(`
  mutation ChangeMentoring($input: UpdateMentorProfileInput!) {
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
const AddMyCredential = graphql(`
  mutation AddMyCredential($input: AddCredentialInput!) {
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
const RemoveMyCredential = graphql(`
  mutation RemoveMyCredential($credentialId: ID!) {
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

export const myMentoring = gql(keys.becoming, MyMentoring);
export type Mentoring = NonNullable<MyMentoringQuery["myMentorProfile"]>;

const options = { invalidates: [keys.becoming] };
export const useApply = () => useAction(ApplyToMentor, (data) => data.applyAsMentor, options);
export const useChangeMentoring = () => useAction(ChangeMentoring, (data) => data.updateMentorProfile, options);
export const useAddCredential = () => useAction(AddMyCredential, (data) => data.addCredential, options);
export const useRemoveCredential = () => useAction(RemoveMyCredential, (data) => data.removeCredential, options);
