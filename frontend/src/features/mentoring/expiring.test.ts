import { expect, test } from "vitest";
import { runsOutSoon } from "./expiring";

const today = "2026-11-23";
const held = (expiresOn: string | null, kind = "peer", verifiedAt: string | null = "2026-01-01T12:00:00Z") => ({
  kind,
  expiresOn,
  expired: expiresOn !== null && expiresOn < today,
  verifiedAt,
});

test("the one that runs out next is spoken of a month ahead, up to its last day", () => {
  const [later, next] = [held("2026-12-20", "first aid"), held("2026-11-23")];
  expect(runsOutSoon([later, next], today)).toBe(next);
  expect(runsOutSoon([held("2026-12-23")], today)).toEqual(held("2026-12-23"));
  expect(runsOutSoon([held("2026-12-24"), held(null)], today)).toBeUndefined();
});

test("what has run out already, or is renewed, is not", () => {
  expect(runsOutSoon([held("2026-11-22")], today)).toBeUndefined();
  expect(runsOutSoon([held("2026-11-30"), held("2028-11-30")], today)).toBeUndefined();
  expect(runsOutSoon([held("2026-11-30"), held(null)], today)).toBeUndefined();
});

test("a renewal that nobody has seen yet renews nothing", () => {
  const next = held("2026-11-30");
  expect(runsOutSoon([next, held("2028-11-30", "peer", null)], today)).toBe(next);
});
