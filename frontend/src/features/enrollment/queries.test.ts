import { expect, test } from "vitest";
import { isAsked } from "./queries";

test("what comes next is asked until the person has answered, whatever staff noted", () => {
  expect(isAsked({ state: "DISCHARGED", discharge: { chosen: false } })).toBe(true);
  expect(isAsked({ state: "DISCHARGED", discharge: null })).toBe(true);
  expect(isAsked({ state: "DISCHARGED", discharge: { chosen: true } })).toBe(false);
  expect(isAsked({ state: "AFTERCARE", discharge: { chosen: false } })).toBe(false);
});
