import { describe, expect, it } from "vitest";
import {
  countChanges,
  type Draft,
  draftOf,
  edit,
  faults,
  faultsAcrossMidnight,
  hasFaults,
  inputOf,
  nextRange,
  preview,
  weeklyMinutes,
  weeklyOf,
} from "./model";

const saved: Draft = draftOf({
  zone: "America/New_York",
  weekly: [
    { weekday: "MONDAY", from: "13:00", until: "17:00" },
    { weekday: "MONDAY", from: "09:00", until: "12:00" },
    { weekday: "TUESDAY", from: "09:07", until: "12:00" },
  ],
  exceptions: [],
  timeOff: [],
  travel: [],
  dailyLimit: null,
  weeklyLimit: null,
  bufferBefore: 0,
  bufferAfter: 15,
  minimumNotice: 120,
  horizonDays: 30,
  slotStep: 30,
  location: null,
  onlineLink: null,
  version: 3,
  counselor: { id: "member:1", name: "Dana" },
});
const monday = (draft: Draft) => draft.days.find((day) => day.weekday === "MONDAY");

describe("the editor", () => {
  it("shows what is stored: sorted, odd times as they are", () => {
    expect(monday(saved)?.ranges.map((range) => range.from)).toEqual(["09:00", "13:00"]);
    expect(saved.days[2]?.ranges[0]?.from).toBe("09:07");
    expect(saved.days[0]).toMatchObject({ weekday: "SUNDAY", on: false, ranges: [] });
  });
  it("remembers the hours of a day that was switched off", () => {
    const off = edit(saved, { type: "toggle", weekday: "MONDAY", on: false });
    expect(weeklyOf(off).some((range) => range.weekday === "MONDAY")).toBe(false);
    const on = edit(off, { type: "toggle", weekday: "MONDAY", on: true });
    expect(monday(on)).toEqual(monday(saved));
    expect(countChanges(on, saved)).toBe(0);
  });
  it("gives a fresh day the usual hours, and another range after the last", () => {
    const sunday = edit(saved, { type: "toggle", weekday: "SUNDAY", on: true });
    expect(sunday.days[0]?.ranges).toEqual([{ from: "09:00", until: "17:00" }]);
    expect(edit(sunday, { type: "add", weekday: "SUNDAY" }).days[0]?.ranges[1]).toEqual({
      from: "18:00",
      until: "20:00",
    });
    expect(nextRange([{ from: "20:00", until: "00:00" }])).toEqual({ from: "23:00", until: "00:00" });
  });
  it("copies a day to others", () => {
    const copied = edit(saved, { type: "copy", from: "MONDAY", to: ["WEDNESDAY", "FRIDAY"] });
    expect(copied.days[3]?.ranges).toEqual(monday(saved)?.ranges);
    expect(copied.days[5]?.on).toBe(true);
    expect(countChanges(copied, saved)).toBe(2);
  });
  it("switches a day off when its last range goes", () => {
    const one = edit(saved, { type: "remove", weekday: "TUESDAY", index: 0 });
    expect(one.days[2]?.on).toBe(false);
  });
  it("keeps one exception per date, in order", () => {
    let draft = edit(saved, { type: "exception", date: "2026-12-24", ranges: [] });
    draft = edit(draft, { type: "exception", date: "2026-11-27", ranges: [{ from: "10:00", until: "12:00" }] });
    draft = edit(draft, { type: "exception", date: "2026-12-24", ranges: [{ from: "09:00", until: "11:00" }] });
    expect(draft.exceptions.map((one) => [one.date, one.ranges.length])).toEqual([
      ["2026-11-27", 1],
      ["2026-12-24", 1],
    ]);
    expect(countChanges(draft, saved)).toBe(2);
  });
});

describe("ranges", () => {
  it("must be times, not empty, and apart", () => {
    expect(faults([{ from: "", until: "10:00" }]).get(0)).toBe("time");
    expect(faults([{ from: "10:00", until: "10:00" }]).get(0)).toBe("empty");
    const found = faults([
      { from: "11:00", until: "13:00" },
      { from: "09:00", until: "12:00" },
    ]);
    expect([...found]).toEqual([[0, "overlap"]]);
  });
  it("may end at midnight and may go over it: split in two", () => {
    const night = edit(saved, {
      type: "range",
      weekday: "TUESDAY",
      index: 0,
      range: { from: "22:00", until: "02:00" },
    });
    expect(weeklyOf(night).slice(-2)).toEqual([
      { weekday: "TUESDAY", from: "22:00", until: "00:00" },
      { weekday: "WEDNESDAY", from: "00:00", until: "02:00" },
    ]);
    expect(hasFaults(night)).toBe(false);
    // As one, on the day it begins on.
    expect(inputOf(night, "member:1", 3).weekly.at(-1)).toEqual({ weekday: "TUESDAY", from: "22:00", until: "02:00" });
    const clash = edit(edit(night, { type: "toggle", weekday: "WEDNESDAY", on: true }), {
      type: "range",
      weekday: "WEDNESDAY",
      index: 0,
      range: { from: "01:00", until: "05:00" },
    });
    expect(faultsAcrossMidnight(clash)).toBe(true);
  });
  it("wrap from Saturday to Sunday", () => {
    const draft = edit(edit(saved, { type: "toggle", weekday: "SATURDAY", on: true }), {
      type: "range",
      weekday: "SATURDAY",
      index: 0,
      range: { from: "22:00", until: "01:00" },
    });
    expect(weeklyOf(draft)[0]).toEqual({ weekday: "SUNDAY", from: "00:00", until: "01:00" });
  });
  it("add up", () => {
    expect(weeklyMinutes(saved)).toBe(3 * 60 + 4 * 60 + 173);
  });
});

it("sends empty texts as null and names the version it saw", () => {
  const input = inputOf({ ...saved, location: "  ", onlineLink: " https://meet.example.org/d " }, "member:1", 3);
  expect(input).toMatchObject({
    version: 3,
    location: null,
    onlineLink: "https://meet.example.org/d",
    counselorId: "member:1",
  });
  expect("days" in input).toBe(false);
});

describe("the preview", () => {
  const options = { minutes: 45, count: 4, perDay: 2 };
  // 2026-11-23 is a Monday.
  it("keeps to notice, hours and what is busy with its buffer", () => {
    const times = preview(
      saved,
      { date: "2026-11-23", minute: 8 * 60 },
      [{ date: "2026-11-23", from: 11 * 60 + 15, until: 12 * 60 }],
      options,
    );
    expect(times).toEqual([
      { date: "2026-11-23", from: 600 },
      { date: "2026-11-23", from: 780 },
      // 9:07 is not on the grid.
      { date: "2026-11-24", from: 570 },
      { date: "2026-11-24", from: 600 },
    ]);
  });
  it("lets a date's exception win over its weekday", () => {
    const closed = edit(saved, { type: "exception", date: "2026-11-23", ranges: [] });
    expect(preview(closed, { date: "2026-11-23", minute: 0 }, [], options)[0]?.date).toBe("2026-11-24");
  });
  it("knows the limits of days and weeks", () => {
    const at = { date: "2026-11-23", minute: 0 };
    const daily = { ...saved, dailyLimit: 1 };
    expect(preview(daily, at, [], { ...options, booked: ["2026-11-23"] })[0]?.date).toBe("2026-11-24");
    const weekly = { ...saved, weeklyLimit: 2 };
    const booked = ["2026-11-24", "2026-11-26"];
    expect(preview(weekly, at, [], { ...options, booked })[0]?.date).toBe("2026-11-30");
  });
  it("is on the wall of the place one travels to", () => {
    const west = preview(saved, { date: "2026-11-23", minute: 600 }, [], {
      ...options,
      nowOn: () => ({ date: "2026-11-23", minute: 420 }),
    });
    expect(west[0]).toEqual({ date: "2026-11-23", from: 540 });
  });
  it("is empty for an empty week", () => {
    const none = weekOff(saved);
    expect(preview(none, { date: "2026-11-23", minute: 0 }, [], options)).toEqual([]);
  });
});

function weekOff(draft: Draft): Draft {
  return { ...draft, days: draft.days.map((day) => ({ ...day, on: false })) };
}
