import { describe, expect, it } from "vitest";
import { cellState, dropTarget, firstFree, moveCursor, openingMinute, segments, spanOn, spans } from "./layout";

const zone = "America/New_York";
const at = (startsAt: string, endsAt: string, id = "") => ({ id, startsAt, endsAt });

describe("a stretch on a day", () => {
  it("stands at its wall-clock minutes", () => {
    const span = spanOn("2026-11-26", at("2026-11-26T21:30:00Z", "2026-11-26T22:15:00Z"), zone);
    expect(span).toEqual({ from: 990, until: 1035, startsHere: true, endsHere: true });
  });
  it("is cut at midnight on both days", () => {
    const night = at("2026-11-27T04:30:00Z", "2026-11-27T05:30:00Z");
    expect(spanOn("2026-11-26", night, zone)).toEqual({ from: 1410, until: 1440, startsHere: true, endsHere: false });
    expect(spanOn("2026-11-27", night, zone)).toEqual({ from: 0, until: 30, startsHere: false, endsHere: true });
  });
  it("that ends at midnight does not touch the next day", () => {
    const late = at("2026-11-27T04:00:00Z", "2026-11-27T05:00:00Z");
    expect(spanOn("2026-11-26", late, zone)?.until).toBe(1440);
    expect(spanOn("2026-11-27", late, zone)).toBeNull();
  });
  it("keeps its length when clocks go back inside it", () => {
    // Nov 1, 2026: 1:30 EDT to 1:30 EST is an hour on one wall-clock time.
    const span = spanOn("2026-11-01", at("2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"), zone);
    expect(span).toMatchObject({ from: 90, until: 150 });
  });
  it("reaches over the hour that clocks skip", () => {
    // Mar 8, 2026: 1:30 EST to 3:30 EDT lasts one hour.
    const span = spanOn("2026-03-08", at("2026-03-08T06:30:00Z", "2026-03-08T07:30:00Z"), zone);
    expect(span).toMatchObject({ from: 90, until: 210 });
  });
  it("of working hours on a clock-change day keeps the wall clock", () => {
    // 9 to 5 on Mar 8 (EDT after the change).
    expect(spans("2026-03-08", [at("2026-03-08T13:00:00Z", "2026-03-08T21:00:00Z")], zone)).toEqual([
      { from: 540, until: 1020 },
    ]);
  });
});

describe("overlaps", () => {
  const day = "2026-11-26";
  const local = (from: string, until: string, id: string) =>
    at(`2026-11-26T${from}:00-05:00`, `2026-11-26T${until}:00-05:00`, id);
  it("stand beside each other, groups apart do not share", () => {
    const laid = segments(
      day,
      [local("09:00", "10:00", "a"), local("09:30", "10:30", "b"), local("11:00", "12:00", "c")],
      zone,
    );
    expect(laid.map((one) => [one.item.id, one.lane, one.lanes])).toEqual([
      ["a", 0, 2],
      ["b", 1, 2],
      ["c", 0, 1],
    ]);
  });
  it("reuse a lane that is free again", () => {
    const laid = segments(
      day,
      [local("09:00", "12:00", "long"), local("09:00", "10:00", "b"), local("10:00", "11:00", "c")],
      zone,
    );
    expect(laid.map((one) => [one.item.id, one.lane, one.lanes])).toEqual([
      ["long", 0, 2],
      ["b", 1, 2],
      ["c", 1, 2],
    ]);
  });
  it("touching is not overlapping", () => {
    const laid = segments(day, [local("09:00", "10:00", "a"), local("10:00", "11:00", "b")], zone);
    expect(laid.every((one) => one.lanes === 1)).toBe(true);
  });
});

describe("the slot cursor", () => {
  const day = {
    open: [{ from: 540, until: 1020 }],
    off: [{ from: 720, until: 780 }],
    busy: [{ from: 600, until: 645 }],
  };
  it("says what it meets", () => {
    expect([480, 540, 570, 600, 630, 660, 720, 1020].map((from) => cellState(from, day))).toEqual([
      "outside",
      "free",
      "free",
      "busy",
      "busy",
      "free",
      "off",
      "outside",
    ]);
  });
  it("moves by arrows and stays in its day", () => {
    expect(moveCursor({ date: "2026-11-26", from: 0 }, "ArrowUp")).toEqual({ date: "2026-11-26", from: 0 });
    expect(moveCursor({ date: "2026-11-26", from: 1410 }, "ArrowDown")).toEqual({ date: "2026-11-26", from: 1410 });
    expect(moveCursor({ date: "2026-11-30", from: 540 }, "ArrowRight")).toEqual({ date: "2026-12-01", from: 540 });
    expect(moveCursor({ date: "2026-11-26", from: 540 }, "PageUp")).toEqual({ date: "2026-11-19", from: 540 });
    expect(moveCursor({ date: "2026-11-26", from: 540 }, "x")).toBeNull();
  });
  it("begins at the next free time", () => {
    const days = [
      { ...day, date: "2026-11-26" },
      { ...day, date: "2026-11-27" },
    ];
    expect(firstFree(days, "2026-11-26", { date: "2026-11-26", minute: 590 })).toEqual({
      date: "2026-11-26",
      from: 660,
    });
    expect(firstFree(days, "2026-11-26", { date: "2026-11-26", minute: 1100 })).toEqual({
      date: "2026-11-27",
      from: 540,
    });
    expect(firstFree(days, "2026-11-20", { date: "2026-12-01", minute: 0 })).toEqual({ date: "2026-11-20", from: 0 });
  });
  it("opens an hour before now or before work", () => {
    expect(openingMinute(570, [])).toBe(510);
    expect(openingMinute(null, [{ from: 540, until: 1020 }])).toBe(510);
    // Nobody looks for the night: the working day is what there is to see then.
    expect(openingMinute(20, [])).toBe(450);
    expect(openingMinute(1400, [{ from: 540, until: 1020 }])).toBe(510);
    expect(openingMinute(20, [{ from: 0, until: 300 }])).toBe(0);
  });
});

describe("a drag", () => {
  const grid = { columnWidth: 140, pixelsPerHour: 56, dates: ["2026-11-22", "2026-11-23", "2026-11-24"] };
  it("lands on a quarter of an hour of a shown day", () => {
    expect(dropTarget({ date: "2026-11-22", from: 540, minutes: 45 }, { x: 150, y: 60 }, grid)).toEqual({
      date: "2026-11-23",
      from: 600,
    });
    expect(dropTarget({ date: "2026-11-22", from: 540, minutes: 45 }, { x: 2000, y: -9000 }, grid)).toEqual({
      date: "2026-11-24",
      from: 0,
    });
    expect(dropTarget({ date: "2026-11-22", from: 1320, minutes: 60 }, { x: -400, y: 900 }, grid)).toEqual({
      date: "2026-11-22",
      from: 1380,
    });
  });
});
