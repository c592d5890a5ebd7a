import { expect, test } from "vitest";
import { readWaitSearch } from "./search";

test("an address keeps what is known, and nothing else", () => {
  expect(readWaitSearch({ who: "member:1", type: "", state: "OFFERED", x: "y" })).toEqual({
    who: "member:1",
    type: undefined,
    state: "OFFERED",
  });
  expect(readWaitSearch({ who: 7, state: "offered" })).toEqual({ who: undefined, type: undefined, state: undefined });
});
