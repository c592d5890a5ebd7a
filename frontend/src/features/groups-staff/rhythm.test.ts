import { describe, expect, it } from "vitest";
import { weekdays } from "@/features/groups/kinds";
import { planOf, rhythmWords, ruleOf } from "./rhythm";

describe("a rhythm", () => {
  it.each([
    ["FREQ=WEEKLY;BYDAY=TU", { every: "week", days: ["TUESDAY"], which: "1" }],
    ["FREQ=WEEKLY;BYDAY=MO,FR", { every: "week", days: ["MONDAY", "FRIDAY"], which: "1" }],
    ["FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", { every: "twoWeeks", days: ["SUNDAY"], which: "1" }],
    ["FREQ=MONTHLY;BYDAY=-1TH", { every: "month", days: ["THURSDAY"], which: "-1" }],
    ["FREQ=MONTHLY;BYDAY=2SA", { every: "month", days: ["SATURDAY"], which: "2" }],
  ] as const)("%s is plain choices, and back", (rule, plan) => {
    expect(planOf(rule, "2026-11-24T18:00:00")).toEqual(plan);
    expect(ruleOf(plan)).toBe(rule);
  });
  it("without a rule happens once; without days on the day of the start; daily on all", () => {
    expect(planOf(null, "2026-11-24T18:00:00")).toEqual({ every: "once", days: ["TUESDAY"], which: "1" });
    expect(planOf("FREQ=WEEKLY", "2026-11-24T18:00:00")?.days).toEqual(["TUESDAY"]);
    expect(planOf("FREQ=DAILY", "2026-11-24T18:00:00")?.days).toEqual(weekdays);
  });
  it.each([
    "FREQ=YEARLY",
    "FREQ=WEEKLY;COUNT=3;BYDAY=TU",
    "FREQ=MONTHLY;BYMONTHDAY=1",
    "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU",
  ])("%s says more than the choices can", (rule) => expect(planOf(rule, "2026-11-24T18:00:00")).toBeNull());
  it("is said in words, by the wall clock", () => {
    const t = (id: string, values?: object) => `${id} ${Object.values(values ?? {}).join(" ")}`;
    const series = { rule: "FREQ=WEEKLY;BYDAY=TU,TH", localStart: "2026-11-24T18:00:00", minutes: 60 };
    expect(rhythmWords(series, t as never, "en-US")).toBe("staff.groups.rhythm.week Tuesday and Thursday 6:00 PM");
    expect(rhythmWords({ ...series, rule: null }, t as never, "en-US")).toContain("Tue, Nov 24");
  });
});
