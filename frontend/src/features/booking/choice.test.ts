import { expect, test } from "vitest";
import { anyone, chosen, type KindView, lastMet } from "./choice";
import { readBookSearch } from "./search";

const dana = { id: "d", name: "Dana Reyes" };
const wren = { id: "w", name: "Wren Ito" };
const talk: KindView = { id: "t", name: "Talk", minutes: 50, places: ["ONLINE"], needsApproval: false };
const plan: KindView = { id: "p", name: "Plan", minutes: 90, places: ["IN_PERSON", "ONLINE"], needsApproval: true };
const met = {
  startsAt: "2026-01-05T15:00:00Z",
  state: "COMPLETED" as const,
  minutes: 30,
  place: "ONLINE" as const,
  counselor: { id: "w" },
  type: { id: "p" },
};

test("one counselor needs no choosing; of several nobody is chosen for the person", () => {
  expect(chosen({ counselors: [dana], past: [], kinds: [] }, {}).who).toBe(dana);
  expect(chosen({ counselors: [dana, wren], past: [met], kinds: [] }, {}).who).toBeUndefined();
  expect(chosen({ counselors: [dana, wren], past: [], kinds: [] }, { with: anyone }).who).toBeNull();
  expect(chosen({ counselors: [dana], past: [], kinds: [] }, { with: anyone }).who).toBe(dana);
});

test("without kinds: as asked, as last time, or 45 minutes at the center", () => {
  const given = { counselors: [dana, wren], past: [met], kinds: [] };
  expect(chosen(given, { with: "w" })).toMatchObject({ minutes: 30, place: "ONLINE", kind: undefined });
  expect(chosen(given, { with: "w", minutes: 60 }).minutes).toBe(60);
  expect(chosen(given, { with: "d" })).toMatchObject({ minutes: 45, place: "IN_PERSON" });
});

test("a kind says how long and where", () => {
  const given = { counselors: [dana, wren], past: [met], kinds: [talk, plan] };
  expect(chosen(given, { with: "w" })).toMatchObject({ kind: plan, minutes: 90, place: "ONLINE" });
  expect(chosen(given, { with: "d", place: "IN_PERSON", minutes: 30 })).toMatchObject({
    kind: talk,
    minutes: 50,
    place: "ONLINE",
  });
});

test("the same person as last time, while they are one's own", () => {
  expect(lastMet([dana, wren], [met])).toBe(wren);
  expect(lastMet([dana], [met])).toBeUndefined();
  // Whom one is yet to meet, or missed, was not there last time.
  const ahead = { ...met, startsAt: "2999-01-05T15:00:00Z", state: "BOOKED" as const, counselor: { id: "d" } };
  const missed = { ...met, state: "NO_SHOW_PEER" as const, counselor: { id: "d" } };
  expect(lastMet([dana, wren], [ahead, missed, met])).toBe(wren);
  expect(lastMet([dana, wren], [ahead, missed])).toBeUndefined();
});

test("an address that was changed by hand is read as far as it makes sense", () => {
  expect(readBookSearch({ with: 5, minutes: "45", place: "MOON", type: "t" })).toEqual({
    with: undefined,
    minutes: 45,
    place: undefined,
    type: "t",
  });
});
