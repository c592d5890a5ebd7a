import { describe, expect, it } from "vitest";
import { accepted, choiceOf, endingFault, endingOf, endsOf, problemsByOccurrence, weekOfMonth } from "./plan";

const row = (occurrence: string, conflict?: string, suggestion?: string) => ({
  occurrence,
  startsAt: `${occurrence}Z`,
  conflict: conflict ? { message: conflict } : null,
  suggestion: suggestion ? { startsAt: suggestion } : null,
});

describe("a row of sessions", () => {
  const planned = [
    row("2026-12-01T10:00"),
    row("2026-12-08T10:00", "busy", "2026-12-08T11:00Z"),
    row("2026-12-15T10:00", "off"),
  ];
  it("takes what is free and leaves the rest out", () => {
    expect(planned.map((one) => choiceOf(one, {}))).toEqual(["planned", "out", "out"]);
    expect(accepted(planned, {})).toEqual([{ occurrence: "2026-12-01T10:00", startsAt: "2026-12-01T10:00Z" }]);
  });
  it("takes a suggestion that somebody said yes to, and nothing that is in the way", () => {
    const choices = {
      "2026-12-01T10:00": "out",
      "2026-12-08T10:00": "suggested",
      "2026-12-15T10:00": "planned",
    } as const;
    expect(accepted(planned, choices)).toEqual([{ occurrence: "2026-12-08T10:00", startsAt: "2026-12-08T11:00Z" }]);
  });
  it("brings problems to the rows they are about", () => {
    const sent = [{ occurrence: "a" }, { occurrence: "b" }];
    const problems = [
      { message: "taken", path: ["input", "accepted", "1", "startsAt"] },
      { message: "else", path: ["clientId"] },
    ];
    expect(problemsByOccurrence(problems, sent)).toEqual({ rows: { b: "taken" }, rest: ["else"] });
  });
  it("ends after 2 to 52 times, or after its first day and within a year", () => {
    const ending = (count: string) => endingFault({ by: "count", count, until: "" }, "2026-12-01");
    expect(["1", "2", "52", "53", "2.5", ""].map(ending)).toEqual([
      "count",
      undefined,
      undefined,
      "count",
      "count",
      "count",
    ]);
    const until = (day: string) => endingFault({ by: "until", count: "", until: day }, "2026-12-01");
    expect(["", "2026-12-01", "2026-12-09", "2027-12-02", "2027-12-03", "20261-01-01"].map(until)).toEqual([
      "until",
      "until",
      undefined,
      undefined,
      "far",
      "far",
    ]);
  });
  it("says which weekday of the month a date is", () => {
    expect(weekOfMonth("2026-12-08")).toEqual({ week: 2, weekday: 2 });
    expect(weekOfMonth("2026-12-31")).toEqual({ week: -1, weekday: 4 });
  });
});

describe("how a row ends, in an address", () => {
  it("comes back as it was", () => {
    const five = { by: "count", count: "5", until: "" } as const;
    const day = { by: "until", count: "12", until: "2027-02-01" } as const;
    expect(endingOf(endsOf(five))).toEqual(five);
    expect(endingOf(endsOf(day))).toEqual(day);
  });
  it("is what one begins with when the address says nothing, and at fault when it makes no sense", () => {
    expect(endingOf()).toEqual({ by: "count", count: "12", until: "" });
    expect(endingFault(endingOf(1e9), "2026-12-01")).toBe("count");
    expect(endingFault(endingOf("never"), "2026-12-01")).toBe("far");
  });
});
