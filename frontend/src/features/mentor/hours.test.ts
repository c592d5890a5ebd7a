import { expect, test } from "vitest";
import { isFree, otherHours, plainHours, toggled } from "./hours";

const odd = { weekday: "TUESDAY", from: "18:00", until: "21:00" } as const;

test("hours of somebody's own are kept until a part of the day takes their place", () => {
  const hours = plainHours([{ ...odd, from: "18:00:00", until: "21:00:00" }]);
  expect(otherHours(hours)).toEqual([odd]);
  const morning = toggled(hours, "TUESDAY", "morning");
  expect(otherHours(morning)).toEqual([odd]);
  const evening = toggled(morning, "TUESDAY", "evening");
  expect(otherHours(evening)).toEqual([]);
  expect(isFree(evening, "TUESDAY", "evening")).toBe(true);
  expect(isFree(evening, "WEDNESDAY", "evening")).toBe(false);
});

test("pressing twice changes nothing", () => {
  expect(toggled(toggled([odd], "MONDAY", "afternoon"), "MONDAY", "afternoon")).toEqual([odd]);
});

test("midnight is the end of a day", () => {
  const late = { weekday: "FRIDAY", from: "20:00", until: "00:00" } as const;
  expect(otherHours(toggled([late], "FRIDAY", "evening"))).toEqual([]);
  expect(otherHours(toggled([late], "FRIDAY", "morning"))).toEqual([late]);
});
