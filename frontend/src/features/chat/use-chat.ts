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

/** What is on screen, changed without asking again. */
function useOnScreen(groupId: string) {
  const queryClient = useQueryClient();
  const { queryKey } = useMemo(() => chatPages(groupId), [groupId]);
  const change = useCallback(
    (make: (pages: ChatMessageView[][]) => ChatMessageView[][]) => {
      queryClient.setQueryData(queryKey, (data) => {
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
    [queryClient, queryKey],
  );
  const put = useCallback(
    (masked: Masked | null | undefined) => {
      if (masked) change((pages) => withMessage(pages, unmask(ChatMessageParts, masked)));
    },
    [change],
  );
  const drop = useCallback((messageId: string) => change((pages) => withoutMessage(pages, messageId)), [change]);
  /** How far one has read, so that coming back does not mark it as new again. */
  const read = useCallback(
    (messageId: string) => {
      queryClient.setQueryData(queryKey, (data) => {
        const [first, ...rest] = data?.pages ?? [];
        if (!data || !first) return data;
        return { ...data, pages: [{ chatMessages: { ...first.chatMessages, readUntil: messageId } }, ...rest] };
      });
    },
    [queryClient, queryKey],
  );
  const refresh = useCallback(() => void queryClient.invalidateQueries({ queryKey }), [queryClient, queryKey]);
  return { put, drop, read, refresh };
}

/** Puts on screen what comes in while one looks, until the stream ends: somebody has left, or was removed. */
function useStream(groupId: string, { put, drop, refresh }: ReturnType<typeof useOnScreen>) {
  const queryClient = useQueryClient();
  const [ended, setEnded] = useState(false);
  const [tries, setTries] = useState(0);
  const [latest, setLatest] = useState<ChatMessageView | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try listens anew
  useEffect(() => {
    setEnded(false);
    return listen(
      ChatChanges,
      { groupId },
      ({ chatChanges: { kind, message, messageId } }) => {
        if (kind === "RESYNC") refresh();
        else if (message) {
          put(message);
          const view = unmask(ChatMessageParts, message);
          if (kind === "SENT" && !view.mine) setLatest(view);
        } else if (messageId) drop(messageId);
      },
      refresh,
      () => {
        setEnded(true);
        // Why it ended is told by how one stands with the group.
        refresh();
        void queryClient.invalidateQueries({ queryKey: keys.groups });
      },
    );
  }, [queryClient, groupId, put, drop, refresh, tries]);
  return { ended, again: () => setTries((before) => before + 1), latest };
}

/** A chat as it is now: its pages, what comes in while one looks, and whether the stream and its line are still there. */
export function useChat(groupId: string) {
  const list = useSuspenseInfiniteQuery({ ...chatPages(groupId), staleTime: 0, refetchOnWindowFocus: "always" });
  const screen = useOnScreen(groupId);
  const stream = useStream(groupId, screen);
  const cutOff = useSyncExternalStore(onLine, lineIsDown);
  const { pages } = list.data;
  const messages = useMemo(
    () => inReadingOrder(pages.map((page) => page.chatMessages.nodes.map((node) => unmask(ChatMessageParts, node)))),
    [pages],
  );
  return { list, messages, put: screen.put, read: screen.read, ...stream, cutOff, about: pages[0]?.chatMessages };
}
