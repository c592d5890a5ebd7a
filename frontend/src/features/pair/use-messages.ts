import { useQueryClient, useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { keys } from "@/api/keys";
import { lineIsDown, listen, onLine } from "@/api/live";
import { type FragmentType, graphql, unmask } from "@/gql";
import type { WalkMessagePartsFragment } from "@/gql/graphql";
import { WalkMessageParts, walkMessages } from "./queries";

const WalkChanges = graphql(`
  subscription WalkChanges {
    pairChanges {
      kind
      mentorshipId
      message {
        ...WalkMessageParts
      }
    }
  }
`);
export type WalkMessage = WalkMessagePartsFragment;
type Masked = FragmentType<typeof WalkMessageParts>;

/** What the two wrote, as it is now, and what comes in while one looks. */
export function useMessages(pairId: string, me: string) {
  const queryClient = useQueryClient();
  const options = useMemo(() => walkMessages(pairId), [pairId]);
  const list = useSuspenseInfiniteQuery({ ...options, staleTime: 0, refetchOnWindowFocus: "always" });
  const cutOff = useSyncExternalStore(onLine, lineIsDown);
  const [latest, setLatest] = useState<WalkMessage | null>(null);

  /** Changes what is on screen without asking again: a message known already is changed in its place. */
  const put = useCallback(
    (masked: Masked | null | undefined) => {
      if (!masked) return;
      const message = unmask(WalkMessageParts, masked);
      queryClient.setQueryData(options.queryKey, (data) => {
        if (!data) return data;
        const same = (node: Masked) => unmask(WalkMessageParts, node).id === message.id;
        const known = data.pages.some((page) => page.pairMessages?.nodes.some(same));
        const pages = data.pages.map((page, index) => {
          if (!page.pairMessages) return page;
          const nodes = page.pairMessages.nodes.map((node) => (same(node) ? masked : node));
          return {
            ...page,
            pairMessages: { ...page.pairMessages, nodes: known || index > 0 ? nodes : [...nodes, masked] },
          };
        });
        return { ...data, pages: pages as typeof data.pages };
      });
    },
    [queryClient, options],
  );

  useEffect(() => {
    const again = () => {
      void queryClient.invalidateQueries({ queryKey: options.queryKey });
      void queryClient.invalidateQueries({ queryKey: keys.pair(pairId) });
    };
    return listen(
      WalkChanges,
      {},
      ({ pairChanges: { kind, mentorshipId, message } }) => {
        if (kind === "RESYNC") return again();
        if (mentorshipId !== pairId) return;
        if (kind === "CHANGED") void queryClient.invalidateQueries({ queryKey: keys.pair(pairId) });
        if (!message) return;
        put(message);
        const view = unmask(WalkMessageParts, message);
        if (view.author.id !== me && view.body) setLatest(view);
      },
      again,
    );
  }, [queryClient, options, pairId, me, put]);

  const { pages } = list.data;
  const messages = useMemo(
    () =>
      [...pages]
        .reverse()
        .flatMap((page) => (page.pairMessages?.nodes ?? []).map((node) => unmask(WalkMessageParts, node))),
    [pages],
  );
  return { list, messages, put, cutOff, latest, about: pages[0]?.pairMessages };
}
