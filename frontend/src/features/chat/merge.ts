import type { ChatMessagePartsFragment } from "@/gql/graphql";

export type ChatMessageView = ChatMessagePartsFragment;

/** The nodes of each page, newest page first. */
type Pages = ReadonlyArray<readonly ChatMessageView[]>;

/** A message as it is now, in its place; a new one after the newest. */
export function withMessage(pages: Pages, message: ChatMessageView): ChatMessageView[][] {
  const known = pages.some((page) => page.some((one) => one.id === message.id));
  return pages.map((page, index) => {
    if (known) return page.map((one) => (one.id === message.id ? message : one));
    if (index > 0) return [...page];
    return [...page, message].sort((one, other) => Date.parse(one.sentAt) - Date.parse(other.sentAt));
  });
}

/** Without a message that is not kept any more. */
export function withoutMessage(pages: Pages, id: string): ChatMessageView[][] {
  return pages.map((page) => page.filter((one) => one.id !== id));
}

/** Oldest first, as it is read. */
export function inReadingOrder(pages: Pages): ChatMessageView[] {
  return [...pages].reverse().flat();
}

/** The first message that somebody else wrote after what was read; null when all is read. */
export function firstUnread(messages: readonly ChatMessageView[], readUntil: string | null | undefined): string | null {
  const at = readUntil ? messages.findIndex((one) => one.id === readUntil) : -1;
  // What was read lies further up than what is loaded: all that is here is new, unless nothing was ever read.
  return messages.slice(at + 1).find((one) => !one.mine)?.id ?? null;
}
