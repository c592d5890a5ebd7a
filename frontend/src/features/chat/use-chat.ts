import { useQueryClient, useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { keys } from "@/api/keys";
import { lineIsDown, listen, onLine } from "@/api/live";
import { type FragmentType, graphql, unmask } from "@/gql";
import { type ChatMessageView, inReadingOrder, withMessage, withoutMessage } from "./merge";
import { ChatMessageParts, chatPages } from "./queries";

const ChatChanges = graphql(`
  subscription ChatChanges($groupId: ID!) {
    chatChanges(groupId: $groupId) {
      kind
      messageId
      message {
        ...ChatMessageParts
      }
    }
  }
`);
type Masked = FragmentType<typeof ChatMessageParts>;

/** A chat as it is now: its pages, what comes in while one looks, and whether the stream and its line are still there. */
export function useChat(groupId: string) {
  const queryClient = useQueryClient();
  const options = useMemo(() => chatPages(groupId), [groupId]);
  const list = useSuspenseInfiniteQuery({ ...options, staleTime: 0, refetchOnWindowFocus: "always" });
  const [ended, setEnded] = useState(false);
  const [tries, setTries] = useState(0);
  const cutOff = useSyncExternalStore(onLine, lineIsDown);
  const [latest, setLatest] = useState<ChatMessageView | null>(null);

  /** Changes what is on screen without asking again. */
  const change = useCallback(
    (make: (pages: ChatMessageView[][]) => ChatMessageView[][]) => {
      queryClient.setQueryData(options.queryKey, (data) => {
        if (!data) return data;
        const nodes = make(
          data.pages.map((page) => page.chatMessages.nodes.map((node) => unmask(ChatMessageParts, node))),
        );
        const pages = data.pages.map((page, index) => ({
          ...page,
          chatMessages: { ...page.chatMessages, nodes: (nodes[index] ?? []) as unknown as Masked[] },
        }));
        return { ...data, pages: pages as typeof data.pages };
      });
    },
    [queryClient, options],
  );
  const put = useCallback(
    (masked: Masked | null | undefined) => {
      if (masked) change((pages) => withMessage(pages, unmask(ChatMessageParts, masked)));
    },
    [change],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try listens anew
  useEffect(() => {
    const again = () => void queryClient.invalidateQueries({ queryKey: options.queryKey });
    setEnded(false);
    return listen(
      ChatChanges,
      { groupId },
      ({ chatChanges: { kind, message, messageId } }) => {
        if (kind === "RESYNC") again();
        else if (message) {
          put(message);
          const view = unmask(ChatMessageParts, message);
          if (kind === "SENT" && !view.mine) setLatest(view);
        } else if (messageId) change((pages) => withoutMessage(pages, messageId));
      },
      again,
      () => {
        setEnded(true);
        // Why it ended is told by how one stands with the group.
        again();
        void queryClient.invalidateQueries({ queryKey: keys.groups });
      },
    );
  }, [queryClient, options, groupId, put, change, tries]);

  /** How far one has read, so that coming back does not mark it as new again. */
  const read = useCallback(
    (messageId: string) => {
      queryClient.setQueryData(options.queryKey, (data) => {
        const [first, ...rest] = data?.pages ?? [];
        if (!data || !first) return data;
        return { ...data, pages: [{ chatMessages: { ...first.chatMessages, readUntil: messageId } }, ...rest] };
      });
    },
    [queryClient, options],
  );

  const { pages } = list.data;
  const messages = useMemo(
    () => inReadingOrder(pages.map((page) => page.chatMessages.nodes.map((node) => unmask(ChatMessageParts, node)))),
    [pages],
  );
  return {
    list,
    messages,
    put,
    read,
    ended,
    again: () => setTries((before) => before + 1),
    cutOff,
    latest,
    about: pages[0]?.chatMessages,
  };
}
