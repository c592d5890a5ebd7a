import { expect, test } from "vitest";
import { readBoardSearch, readProgramSearch } from "./search";

test("which program is looked at stands in the address, and nothing else that somebody typed there", () => {
  expect(readBoardSearch({ program: "program:1", client: "member:2" })).toMatchObject({
    program: "program:1",
    client: "member:2",
  });
  expect(readBoardSearch({ program: 7 }).program).toBeUndefined();
  expect(readProgramSearch({ program: "program:1", other: "x" })).toEqual({ program: "program:1" });
});
