import { expect, test } from "vitest";
import { isNear, mayBeAlone } from "./when";

const hour = { startsAt: "2026-11-26T21:30:00Z", endsAt: "2026-11-26T22:15:00Z" };
const at = (time: string) => Date.parse(`2026-11-${time}:00Z`);

test("one can be there from half an hour before until the end", () => {
  const booked = { ...hour, state: "BOOKED" as const };
  expect(isNear(booked, at("26T20:59"))).toBe(false);
  expect(isNear(booked, at("26T21:00"))).toBe(true);
  expect(isNear({ ...hour, state: "IN_SESSION" }, at("26T22:14"))).toBe(true);
  expect(isNear(booked, at("26T22:15"))).toBe(false);
  expect(isNear({ ...hour, state: "CANCELLED" }, at("26T21:30"))).toBe(false);
});

test("after some minutes one can say that nobody came, for a day", () => {
  const here = { ...hour, state: "CHECKED_IN" as const };
  expect(mayBeAlone(here, at("26T21:34"))).toBe(false);
  expect(mayBeAlone(here, at("26T21:35"))).toBe(true);
  expect(mayBeAlone({ ...hour, state: "BOOKED" }, at("27T22:14"))).toBe(true);
  expect(mayBeAlone(here, at("27T22:15"))).toBe(false);
  expect(mayBeAlone({ ...hour, state: "IN_SESSION" }, at("26T21:50"))).toBe(false);
});
