import { describe, expect, it } from "vitest";
import { changesOf, countCame, type Entry, everyone, needsTime } from "./roster-model";

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
  it("asks when somebody came only once the meeting is over", () => {
    const marks = { River: { status: "LATE" } as const };
    expect(needsTime(entry("River"), marks, false)).toBeNull();
    expect(needsTime(entry("River"), marks, true)).toBe("arrivedAt");
    expect(changesOf([entry("River")], marks, { River: "2026-11-24T23:10:00Z" }, true)).toEqual([
      { membershipId: "River", status: "LATE", arrivedAt: "2026-11-24T23:10:00Z" },
    ]);
  });
});
