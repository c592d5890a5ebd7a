import { expect, test } from "vitest";
import { timeline } from "./timeline";

const at = (...days: number[]) =>
  days.map((day) => ({ startsAt: `2026-11-${String(day).padStart(2, "0")}T12:00:00Z` }));
const days = (items: Array<{ startsAt: string }>) => items.map((item) => Number(item.startsAt.slice(8, 10)));

test("two lists are one line of time", () => {
  const parts = [
    { items: at(3, 9), more: false },
    { items: at(1, 4, 20), more: false },
  ];
  expect(days(timeline(parts))).toEqual([1, 3, 4, 9, 20]);
});

test("the line ends where one of the lists breaks off", () => {
  const parts = [
    { items: at(3, 9), more: true },
    { items: at(1, 4, 20), more: false },
  ];
  expect(days(timeline(parts))).toEqual([1, 3, 4, 9]);
  expect(
    days(
      timeline([
        { items: at(3, 9), more: true },
        { items: at(4), more: true },
      ]),
    ),
  ).toEqual([3, 4]);
});

test("backwards it ends there, too", () => {
  const parts = [
    { items: at(20, 9), more: true },
    { items: at(22, 4, 1), more: false },
  ];
  expect(days(timeline(parts, true))).toEqual([22, 20, 9]);
});
