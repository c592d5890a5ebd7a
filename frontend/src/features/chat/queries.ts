// Apart from the components: what a route's loader imports comes with the first chunk.
import { infiniteQueryOptions } from "@tanstack/react-query";
import { request } from "@/api/fetcher";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const ChatMessageParts = graphql(`
  fragment ChatMessageParts on ChatMessage {
    id
    author {
      id
      alias
      pronouns
      facilitates
    }
    body
    state
    folded
    sentAt
    editedAt
    replyTo {
      id
      author {
        id
        alias
      }
      excerpt
    }
    reactions {
      reaction
      count
      mine
    }
    mine
    canEdit
    canDelete
    flaggedByMe
  }
`);
const ChatPage = graphql(`
  query ChatPage($groupId: ID!, $before: String) {
    chatMessages(groupId: $groupId, first: 40, before: $before) {
      nodes {
        ...ChatMessageParts
      }
      pageInfo {
        hasPreviousPage
        startCursor
      }
      keptDays
      mustReadAgreement
      readUntil
    }
  }
`);

/** A chat from its newest page upward: the first page is the newest, each next one is older. */
export const chatPages = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.chat(groupId),
    queryFn: ({ signal, pageParam }) => request(ChatPage, { groupId, before: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ chatMessages: { pageInfo } }) =>
      pageInfo.hasPreviousPage ? (pageInfo.startCursor ?? null) : null,
  });
