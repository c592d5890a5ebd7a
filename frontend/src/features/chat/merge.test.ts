import { describe, expect, test } from "vitest";
import { type ChatMessageView, firstUnread, inReadingOrder, withMessage, withoutMessage } from "./merge";

const message = (id: string, minute: number, changes: Partial<ChatMessageView> = {}): ChatMessageView => ({
  id,
  author: { id: "p:1", alias: "River", pronouns: null, facilitates: false },
  body: id,
  state: "SENT",
  folded: false,
  sentAt: `2026-11-22T10:${String(minute).padStart(2, "0")}:00Z`,
  editedAt: null,
  replyTo: null,
  reactions: [],
  mine: false,
  canEdit: false,
  canDelete: false,
  flaggedByMe: false,
  ...changes,
});
const pages = [
  [message("c", 3), message("d", 4)],
  [message("a", 1), message("b", 2)],
];
const ids = (all: readonly ChatMessageView[]) => all.map((one) => one.id).join("");

describe("a chat on screen", () => {
  test("is read from the oldest to the newest", () => {
    expect(ids(inReadingOrder(pages))).toBe("abcd");
  });

  test("takes a new message at its end, once, and a changed one in its place", () => {
    const more = withMessage(withMessage(pages, message("e", 5)), message("e", 5, { body: "again" }));
    expect(ids(inReadingOrder(more))).toBe("abcde");
    expect(inReadingOrder(more).at(-1)?.body).toBe("again");
    const changed = withMessage(pages, message("b", 2, { state: "EDITED" }));
    expect(inReadingOrder(changed)[1]?.state).toBe("EDITED");
  });

  test("keeps the order of sending when two arrive the other way round", () => {
    expect(ids(inReadingOrder(withMessage(withMessage(pages, message("f", 6)), message("e", 5))))).toBe("abcdef");
  });

  test("lets go what is not kept any more", () => {
    expect(ids(inReadingOrder(withoutMessage(pages, "b")))).toBe("acd");
  });

  test("marks the first that somebody else wrote since", () => {
    const all = [...inReadingOrder(pages), message("e", 5, { mine: true }), message("f", 6)];
    expect(firstUnread(all, "d")).toBe("f");
    expect(firstUnread(all, "f")).toBeNull();
    expect(firstUnread(all, null)).toBe("a");
  });
});
