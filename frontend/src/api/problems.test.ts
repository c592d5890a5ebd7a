import { describe, expect, test } from "vitest";
import { fieldOf, type Problem, problemOf, sortProblems } from "./problems";

const problem = (path: string[], message = "Enter a name", code = "INVALID"): Problem => ({
  __typename: "InvalidInput",
  code,
  message,
  path,
});
const fields = ["name", "weekly", "weekly.0.from"];

describe("the field of a problem", () => {
  test("is the input path, without the word input", () => {
    expect(fieldOf(problem(["input", "name"]), fields)).toBe("name");
    expect(fieldOf(problem(["name"]), fields)).toBe("name");
  });

  test("is the deepest known one", () => {
    expect(fieldOf(problem(["input", "weekly", "0", "from"]), fields)).toBe("weekly.0.from");
    expect(fieldOf(problem(["input", "weekly", "3", "until"]), fields)).toBe("weekly");
  });

  test("is none when the form does not ask for it", () => {
    expect(fieldOf(problem(["input", "email"]), fields)).toBeUndefined();
    expect(fieldOf(problem([]), fields)).toBeUndefined();
  });
});

test("problems go beside their fields, the others into the summary; the first one of a field is shown", () => {
  const sorted = sortProblems(
    [
      problem(["input", "name"], "Enter a name"),
      problem(["input", "name"], "Too long"),
      problem([], "The thing changed"),
    ],
    fields,
  );
  expect(sorted.byField).toEqual({ name: "Enter a name" });
  expect(sorted.rest.map((one) => one.message)).toEqual(["The thing changed"]);
});

test("a typed problem is found by its type", () => {
  type Taken = Problem & { __typename: "SlotTaken"; alternatives: number[] };
  type Other = Problem & { __typename: "Conflict" };
  const taken: Taken = { ...problem([]), __typename: "SlotTaken", alternatives: [1, 2] };
  const other: Other = { ...problem([]), __typename: "Conflict" };
  expect(problemOf<Taken | Other, "SlotTaken">([other, taken], "SlotTaken")?.alternatives).toEqual([1, 2]);
  expect(problemOf([other], "Conflict")).toBe(other);
});
