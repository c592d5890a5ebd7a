// What an admin does to a group. Each changes its meetings too.
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const StaffCreateGroup = graphql(`
  mutation StaffCreateGroup($input: CreateGroupInput!) {
    createGroup(input: $input) {
      group {
        id
        version
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffUpdateGroup = graphql(`
  mutation StaffUpdateGroup($input: UpdateGroupInput!) {
    updateGroup(input: $input) {
      group {
        id
        version
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffSetGroupState = graphql(`
  mutation StaffSetGroupState($input: SetGroupStateInput!) {
    setGroupState(input: $input) {
      group {
        id
        version
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffSetGroupSchedule = graphql(`
  mutation StaffSetGroupSchedule($input: SetGroupScheduleInput!) {
    setGroupSchedule(input: $input) {
      group {
        id
        version
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffAddGroupBreak = graphql(`
  mutation StaffAddGroupBreak($input: AddGroupBreakInput!) {
    addGroupBreak(input: $input) {
      group {
        id
        version
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffRemoveGroupBreak = graphql(`
  mutation StaffRemoveGroupBreak($groupBreakId: ID!) {
    removeGroupBreak(groupBreakId: $groupBreakId) {
      group {
        id
        version
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffAdoptAgreement = graphql(`
  mutation StaffAdoptAgreement($input: AdoptGroupAgreementInput!) {
    adoptGroupAgreement(input: $input) {
      group {
        id
        version
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffSetFacilitator = graphql(`
  mutation StaffSetFacilitator($input: SetGroupFacilitatorInput!) {
    setGroupFacilitator(input: $input) {
      group {
        id
        version
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffEndFacilitator = graphql(`
  mutation StaffEndFacilitator($groupId: ID!, $memberId: ID!) {
    endGroupFacilitator(groupId: $groupId, memberId: $memberId) {
      group {
        id
        version
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

export const StaffSetRunSheet = graphql(`
  mutation StaffSetRunSheet($input: SetRunSheetInput!) {
    setRunSheet(input: $input) {
      runSheet {
        ...RunSheetParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** What is stale afterwards. */
export const stale = { invalidates: [keys.groups, keys.meetings] };
