import { expect, test } from "vitest";
import { chatIsThere } from "./parts";

test("the chat is there for whoever is inside, while the group lives or rests, and not after its end", () => {
  const inside = { state: "ACTIVE" } as const;
  expect(chatIsThere({ chat: true, state: "ACTIVE" }, inside)).toBe(true);
  expect(chatIsThere({ chat: true, state: "PAUSED" }, inside)).toBe(true);
  expect(chatIsThere({ chat: true, state: "CLOSED" }, inside)).toBe(false);
  expect(chatIsThere({ chat: false, state: "ACTIVE" }, inside)).toBe(false);
  expect(chatIsThere({ chat: true, state: "ACTIVE" }, { state: "PAUSED" })).toBe(false);
  expect(chatIsThere({ chat: true, state: "ACTIVE" }, null)).toBe(false);
});
