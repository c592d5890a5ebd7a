import { expect, test } from "vitest";
import { isFreshStep } from "./step";

test("a step of the center is led to for a week", () => {
  const now = "2026-11-23T15:00:00Z";
  expect(isFreshStep("2026-11-23T14:59:00Z", now)).toBe(true);
  expect(isFreshStep("2026-11-16T09:00:00Z", now)).toBe(true);
  expect(isFreshStep("2026-11-15T23:00:00Z", now)).toBe(false);
  expect(isFreshStep(null, now)).toBe(false);
});
