import { useAction } from "@/api/action";
import { graphql } from "@/gql";
import { groupKeys } from "./meeting-actions";

const JoinGroup = graphql(`
  mutation JoinGroup($input: JoinGroupInput!) {
    joinGroup(input: $input) {
      group {
        id
        myMembership {
          id
          state
        }
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const LeaveGroup = graphql(`
  mutation LeaveGroup($membershipId: ID!) {
    leaveGroup(membershipId: $membershipId) {
      group {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const AcceptPlace = graphql(`
  mutation AcceptPlace($membershipId: ID!) {
    acceptPlace(membershipId: $membershipId) {
      group {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const UpdateMembership = graphql(`
  mutation UpdateMembership($input: UpdateMembershipInput!) {
    updateMembership(input: $input) {
      group {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const AcceptGroupAgreement = graphql(`
  mutation AcceptGroupAgreement($input: AcceptGroupAgreementInput!) {
    acceptGroupAgreement(input: $input) {
      group {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const AppealRemoval = graphql(`
  mutation AppealRemoval($input: AppealRemovalInput!) {
    appealRemoval(input: $input) {
      group {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

const options = { invalidates: groupKeys };
export const useJoinGroup = () => useAction(JoinGroup, (data) => data.joinGroup, options);
export const useLeaveGroup = () => useAction(LeaveGroup, (data) => data.leaveGroup, options);
export const useAcceptPlace = () => useAction(AcceptPlace, (data) => data.acceptPlace, options);
export const useUpdateMembership = () => useAction(UpdateMembership, (data) => data.updateMembership, options);
export const useAcceptAgreement = () => useAction(AcceptGroupAgreement, (data) => data.acceptGroupAgreement, options);
export const useAppeal = () => useAction(AppealRemoval, (data) => data.appealRemoval, options);
