import { describe, expect, test, vi } from "vitest";
import {
  addDays,
  dateInZone,
  dayHalf,
  daysBetween,
  formatAgo,
  formatClock,
  formatDate,
  formatTime,
  formatTimeRange,
  formatWhen,
  instantOf,
  minutesOf,
  minutesUntil,
  now,
  partOfDay,
  relativeDay,
  sameClock,
  setServerNow,
  startOfWeek,
  timeOfMinutes,
  wallClock,
  weekdayOf,
  zoneName,
  zones,
} from "./time";

const thursday = "2026-11-26T21:30:00Z"; // 4:30 PM in New York

describe("instants in zones", () => {
  test("the same instant is another wall clock, even another date, elsewhere", () => {
    expect(wallClock(thursday, "America/New_York")).toEqual({ date: "2026-11-26", time: "16:30" });
    expect(wallClock(thursday, "Europe/Madrid")).toEqual({ date: "2026-11-26", time: "22:30" });
    expect(dateInZone("2026-11-27T03:30:00Z", "America/Los_Angeles")).toBe("2026-11-26");
  });

  test("midnight is 00:00, not 24:00", () => {
    expect(wallClock("2026-11-26T05:00:00Z", "America/New_York")).toEqual({ date: "2026-11-26", time: "00:00" });
  });

  test("clocks agree or not at an instant, whatever the zones are called", () => {
    expect(sameClock(thursday, "America/New_York", "America/Detroit")).toBe(true);
    expect(sameClock(thursday, "America/New_York", "America/Chicago")).toBe(false);
    // Phoenix has no summer time: it agrees with Denver in winter only.
    expect(sameClock("2026-12-01T12:00:00Z", "America/Phoenix", "America/Denver")).toBe(true);
    expect(sameClock("2026-07-01T12:00:00Z", "America/Phoenix", "America/Denver")).toBe(false);
  });
});

describe("wall-clock times as instants", () => {
  test("before and after both US clock changes of 2026", async () => {
    expect(await instantOf("2026-03-07T09:00", "America/New_York")).toBe("2026-03-07T14:00:00Z");
    expect(await instantOf("2026-03-08T09:00", "America/New_York")).toBe("2026-03-08T13:00:00Z");
    expect(await instantOf("2026-11-01T09:00", "America/New_York")).toBe("2026-11-01T14:00:00Z");
  });

  test("a time inside the gap moves forward, a repeated one is the earlier", async () => {
    expect(await instantOf("2026-03-08T02:30", "America/New_York")).toBe("2026-03-08T07:30:00Z");
    expect(await instantOf("2026-11-01T01:30", "America/New_York")).toBe("2026-11-01T05:30:00Z");
  });
});

describe("dates", () => {
  test("calendar arithmetic does not stumble over clock changes, months or leap days", () => {
    expect(addDays("2026-03-07", 2)).toBe("2026-03-09");
    expect(addDays("2026-11-01", -1)).toBe("2026-10-31");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(daysBetween("2026-10-31", "2026-11-02")).toBe(2);
  });

  test("weeks begin on Sunday or Monday, as asked", () => {
    expect(weekdayOf("2026-11-22")).toBe(0);
    expect(startOfWeek("2026-11-26")).toBe("2026-11-22");
    expect(startOfWeek("2026-11-22", 1)).toBe("2026-11-16");
  });

  test("today and tomorrow are decided in the zone of the session", () => {
    expect(relativeDay("2026-11-27T03:30:00Z", "America/Los_Angeles", "2026-11-26")).toBe("today");
    expect(relativeDay("2026-11-27T03:30:00Z", "Europe/Madrid", "2026-11-26")).toBe("tomorrow");
    expect(relativeDay("2026-11-25T12:00:00Z", "UTC", "2026-11-26")).toBe("yesterday");
    expect(relativeDay("2026-12-02T12:00:00Z", "UTC", "2026-11-26")).toBe("other");
  });
});

describe("words", () => {
  test("English", () => {
    expect(formatWhen(thursday, "America/New_York", "en-US")).toBe("Thu, Nov 26, 4:30 PM");
    expect(formatTimeRange(thursday, "2026-11-26T22:15:00Z", "America/New_York", "en-US")).toBe("4:30–5:15 PM");
    expect(formatTimeRange("2026-11-27T04:18:00Z", "2026-11-27T05:18:00Z", "America/New_York", "en-US")).toBe(
      "11:18 PM–12:18 AM",
    );
    expect(formatDate("2026-11-22", "en-US", "long")).toBe("Sunday, November 22");
    expect(formatClock("09:00", "en-US")).toBe("9:00 AM");
    expect(zoneName("America/New_York", "en-US")).toBe("Eastern Time");
  });

  test("Spanish", () => {
    expect(formatDate("2026-11-26", "es-US", "long")).toBe("jueves, 26 de noviembre");
    expect(formatTime(thursday, "America/New_York", "es-US")).toMatch(/^4:30 p\.\s?m\.$/);
  });
});

describe("minutes", () => {
  test("of a day", () => {
    expect(minutesOf("16:30")).toBe(990);
    expect(timeOfMinutes(990)).toBe("16:30");
    expect(timeOfMinutes(1440)).toBe("00:00");
    expect(dayHalf("11:59")).toBe("morning");
    expect(dayHalf("12:00")).toBe("afternoon");
    expect(dayHalf("17:00")).toBe("evening");
    expect([3, 6, 12, 18, 23].map(partOfDay)).toEqual(["night", "dawn", "day", "dusk", "night"]);
  });

  test("are counted by the server's clock when the device's is wrong", () => {
    vi.useFakeTimers({ now: new Date("2020-01-01T00:00:00Z") });
    setServerNow("2026-11-26T21:00:00Z");
    expect(now()).toBe(Date.parse("2026-11-26T21:00:00Z"));
    expect(minutesUntil(thursday)).toBe(30);
    vi.useRealTimers();
    setServerNow(new Date().toISOString());
  });
});

test("how long ago is counted in whole days, and never called by a day of the calendar", () => {
  // Three dates ago in Los Angeles, and not yet three times 24 hours.
  vi.useFakeTimers({ now: new Date("2026-11-23T19:00:00Z") });
  setServerNow("2026-11-23T19:00:00Z");
  expect(formatAgo("2026-11-21T01:00:00Z", "es")).toBe("hace 2 días");
  expect(formatAgo("2026-11-22T01:00:00Z", "en-US")).toBe("1 day ago");
  expect(formatAgo("2026-11-25T20:00:00Z", "en-US")).toBe("in 2 days");
  expect(formatAgo("2026-11-23T18:59:30Z", "en-US")).toBe("this minute");
  vi.useRealTimers();
  setServerNow(new Date().toISOString());
});

test("a zone the browser does not list can still be chosen", () => {
  expect(zones("Mars/Olympus")).toContain("Mars/Olympus");
  expect(zones("America/New_York")).toContain("America/New_York");
});
