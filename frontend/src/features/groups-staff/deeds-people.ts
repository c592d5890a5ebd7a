// What is decided about people, by alias.
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const StaffAnswerApplication = graphql(`
  mutation StaffAnswerApplication($input: AnswerApplicationInput!) {
    answerApplication(input: $input) {
      entry {
        ...EntryParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffPausePerson = graphql(`
  mutation StaffPausePerson($input: PauseGroupPersonInput!) {
    pauseGroupPerson(input: $input) {
      entry {
        ...EntryParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffRemovePerson = graphql(`
  mutation StaffRemovePerson($input: RemoveGroupPersonInput!) {
    removeGroupPerson(input: $input) {
      entry {
        ...EntryParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffRestorePerson = graphql(`
  mutation StaffRestorePerson($id: ID!) {
    restoreGroupPerson(id: $id) {
      entry {
        ...EntryParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffRevealPerson = graphql(`
  mutation StaffRevealPerson($id: ID!) {
    revealGroupPerson(id: $id) {
      member {
        id
        name
        pronouns
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffInviteToGroup = graphql(`
  mutation StaffInviteToGroup($input: InviteToGroupInput!) {
    inviteToGroup(input: $input) {
      group {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffHandleCase = graphql(`
  mutation StaffHandleCase($input: HandleModerationCaseInput!) {
    handleModerationCase(input: $input) {
      moderationCase {
        id
        state
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

export const StaffModerateMessage = graphql(`
  mutation StaffModerateMessage($input: ModerateChatMessageInput!) {
    moderateChatMessage(input: $input) {
      message {
        ...ChatMessageParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** What is stale afterwards. */
export const stale = { invalidates: [keys.groups, keys.moderation] };
