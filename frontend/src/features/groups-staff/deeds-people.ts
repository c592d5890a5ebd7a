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
        __typename
        code
        message
        path
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
        __typename
        code
        message
        path
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
        __typename
        code
        message
        path
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
        __typename
        code
        message
        path
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
        __typename
        code
        message
        path
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
        __typename
        code
        message
        path
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
        __typename
        code
        message
        path
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
        __typename
        code
        message
        path
      }
    }
  }
`);

/** What is stale afterwards. */
export const stale = { invalidates: [keys.groups, keys.moderation] };
