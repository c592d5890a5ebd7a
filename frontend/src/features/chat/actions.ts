import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const SendChatMessage = graphql(`
  mutation SendChatMessage($input: SendChatMessageInput!) {
    sendChatMessage(input: $input) {
      message {
        ...ChatMessageParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const EditChatMessage = graphql(`
  mutation EditChatMessage($input: EditChatMessageInput!) {
    editChatMessage(input: $input) {
      message {
        ...ChatMessageParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const DeleteChatMessage = graphql(`
  mutation DeleteChatMessage($messageId: ID!) {
    deleteChatMessage(messageId: $messageId) {
      message {
        ...ChatMessageParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const React = graphql(`
  mutation React($input: ChatReactionInput!) {
    react(input: $input) {
      message {
        ...ChatMessageParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const Unreact = graphql(`
  mutation Unreact($input: ChatReactionInput!) {
    unreact(input: $input) {
      message {
        ...ChatMessageParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MarkChatRead = graphql(`
  mutation MarkChatRead($groupId: ID!, $messageId: ID!) {
    markChatRead(groupId: $groupId, messageId: $messageId) {
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MuteGroupPerson = graphql(`
  mutation MuteGroupPerson($input: MuteGroupPersonInput!) {
    muteGroupPerson(input: $input) {
      muted
      problems {
        ...ProblemParts
      }
    }
  }
`);
const UnmuteGroupPerson = graphql(`
  mutation UnmuteGroupPerson($input: MuteGroupPersonInput!) {
    unmuteGroupPerson(input: $input) {
      muted
      problems {
        ...ProblemParts
      }
    }
  }
`);
const FlagChatMessage = graphql(`
  mutation FlagChatMessage($input: FlagChatMessageInput!) {
    flagChatMessage(input: $input) {
      message {
        ...ChatMessageParts
      }
      help {
        emergency
        lifeline
        centerLine
        centerHours
        centerPhone
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

export const useSend = () => useAction(SendChatMessage, (data) => data.sendChatMessage);
export const useEdit = () => useAction(EditChatMessage, (data) => data.editChatMessage);
export const useDelete = () => useAction(DeleteChatMessage, (data) => data.deleteChatMessage);
export const useReact = () => useAction(React, (data) => data.react);
export const useUnreact = () => useAction(Unreact, (data) => data.unreact);
export const useFlag = () => useAction(FlagChatMessage, (data) => data.flagChatMessage);
/** How many wait to be read is shown with the groups, too. */
export const useMarkRead = () => useAction(MarkChatRead, (data) => data.markChatRead, { invalidates: [keys.groups] });
export const useMute = (groupId: string) =>
  useAction(MuteGroupPerson, (data) => data.muteGroupPerson, { invalidates: [keys.chat(groupId)] });
export const useUnmute = (groupId: string) =>
  useAction(UnmuteGroupPerson, (data) => data.unmuteGroupPerson, { invalidates: [keys.chat(groupId)] });
