import { useQueryClient, useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { lineIsDown, onLine } from "@/api/live";
import { type FragmentType, unmask } from "@/gql";
import type { MentorMessageFragment } from "@/gql/graphql";
import { usePairChanges } from "./live";
import { MentorMessage, messagePages } from "./queries";

type Masked = FragmentType<typeof MentorMessage>;

/** The nodes of each page, newest page first: a message as it is now in its place, a new one after the newest. */
export function withMessage(
  pages: ReadonlyArray<readonly MentorMessageFragment[]>,
  message: MentorMessageFragment,
): MentorMessageFragment[][] {
  const known = pages.some((page) => page.some((one) => one.id === message.id));
  return pages.map((page, index) => {
    if (known) return page.map((one) => (one.id === message.id ? message : one));
    if (index > 0) return [...page];
    return [...page, message].sort((one, other) => Date.parse(one.sentAt) - Date.parse(other.sentAt));
  });
}

/** What two people wrote to each other, as it comes in. */
export function useMessages(mentorshipId: string) {
  const queryClient = useQueryClient();
  const options = useMemo(() => messagePages(mentorshipId), [mentorshipId]);
  const list = useSuspenseInfiniteQuery({ ...options, staleTime: 0, refetchOnWindowFocus: "always" });
  const cutOff = useSyncExternalStore(onLine, lineIsDown);
  const put = useCallback(
    (masked: Masked | null | undefined) => {
      if (!masked) return;
      queryClient.setQueryData(options.queryKey, (data) => {
        if (!data) return data;
        const pages = data.pages.map((page) => page.nodes.map((node) => unmask(MentorMessage, node)));
        const nodes = withMessage(pages, unmask(MentorMessage, masked));
        return {
          ...data,
          pages: data.pages.map((page, index) => ({ ...page, nodes: (nodes[index] ?? []) as unknown as Masked[] })),
        };
      });
    },
    [queryClient, options],
  );
  const heard = useCallback(
    (id: string, masked: Masked) => {
      if (id === mentorshipId) put(masked);
    },
    [mentorshipId, put],
  );
  usePairChanges(heard);
  const { pages } = list.data;
  const messages = useMemo(
    () => [...pages].reverse().flatMap((page) => page.nodes.map((node) => unmask(MentorMessage, node))),
    [pages],
  );
  return { list, messages, put, cutOff, about: pages[0] };
}
