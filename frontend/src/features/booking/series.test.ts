import { expect, test } from "vitest";
import type { PlannedView } from "@/features/series/queries";
import { acceptedOf, freeOnes, occurrenceOf, startOf } from "./series";

const planned = (day: number, rest: Partial<PlannedView> = {}): PlannedView => ({
  occurrence: `2026-12-0${day}T16:30`,
  startsAt: `2026-12-0${day}T21:30:00Z`,
  conflict: null,
  suggestion: null,
  ...rest,
});
const conflict = { code: "slot_taken", message: "Taken." };
const free = planned(1);
const moved = planned(2, {
  conflict,
  suggestion: { startsAt: "2026-12-02T22:00:00Z" },
});
const none = planned(3, { conflict });

test("what is free is accepted to begin with; another time waits for a yes", () => {
  expect(freeOnes([free, moved, none])).toEqual([free.occurrence]);
  expect([free, moved, none].map(startOf)).toEqual([free.startsAt, "2026-12-02T22:00:00Z", null]);
});

test("a yes to the other time books that; what cannot be had is left out", () => {
  const all = [free, moved, none];
  expect(
    acceptedOf(
      all,
      all.map((one) => one.occurrence),
    ),
  ).toEqual([
    { occurrence: free.occurrence, startsAt: free.startsAt },
    { occurrence: moved.occurrence, startsAt: "2026-12-02T22:00:00Z" },
  ]);
});

test("a problem names the one it is about", () => {
  const accepted = acceptedOf([free, moved], [free.occurrence, moved.occurrence]);
  expect(occurrenceOf(["input", "accepted", "1", "startsAt"], accepted)).toBe(moved.occurrence);
  expect(occurrenceOf(["plan"], accepted)).toBeUndefined();
});
