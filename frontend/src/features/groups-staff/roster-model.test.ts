import { describe, expect, it } from "vitest";
import { changesOf, countCame, type Entry, everyone, momentOf, needsTime } from "./roster-model";

const entry = (id: string, attendance: Entry["attendance"] = null): Entry => ({
  person: { id, alias: id, pronouns: null },
  attendance,
});
const noted = { status: "ABSENT", via: "FACILITATOR", arrivedAt: null, leftAt: null } as const;

describe("a roster", () => {
  const entries = [entry("River"), entry("Sky"), entry("Leaf", noted)];

  it("everyone came, but for those about whom something is known", () => {
    const marks = everyone(entries, { Sky: { status: "LATE" } });
    expect(countCame(entries, marks)).toBe(2);
    expect(marks.River?.status).toBe("PRESENT");
    expect(marks.Sky?.status).toBe("LATE");
    expect(marks.Leaf).toBeUndefined();
  });
  it("sends what changed and nothing else", () => {
    const marks = { ...everyone(entries, {}), Leaf: { status: "ABSENT" } as const };
    expect(changesOf(entries, marks, {}, false)).toEqual([
      { membershipId: "River", status: "PRESENT" },
      { membershipId: "Sky", status: "PRESENT" },
    ]);
  });
  it("takes a time after midnight as one of the next day", () => {
    const zone = "America/New_York";
    // Half past eleven in the evening, the doors a quarter of an hour before.
    const late = { joinsFrom: "2026-11-25T04:15:00Z", zone };
    expect(momentOf("23:20", late)).toBe("2026-11-24T23:20:00");
    expect(momentOf("00:10", late)).toBe("2026-11-25T00:10:00");
    // Five past midnight: who waits at the door is still in the day before.
    const night = { joinsFrom: "2026-11-25T04:50:00Z", zone };
    expect(momentOf("23:55", night)).toBe("2026-11-24T23:55:00");
    expect(momentOf("00:20", night)).toBe("2026-11-25T00:20:00");
    expect(momentOf("18:07", { joinsFrom: "2026-11-24T22:45:00Z", zone })).toBe("2026-11-24T18:07:00");
  });
  it("asks when somebody came only once the meeting is over", () => {
    const marks = { River: { status: "LATE" } as const };
    expect(needsTime(entry("River"), marks, false)).toBeNull();
    expect(needsTime(entry("River"), marks, true)).toBe("arrivedAt");
    expect(changesOf([entry("River")], marks, { River: "2026-11-24T23:10:00Z" }, true)).toEqual([
      { membershipId: "River", status: "LATE", arrivedAt: "2026-11-24T23:10:00Z" },
    ]);
  });
});
