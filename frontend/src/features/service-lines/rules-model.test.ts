import { expect, it } from "vitest";
import { ruleInput, ruleValues } from "./rules-model";

it("goes into the form and out of it unchanged", () => {
  const rules = {
    code: "H0038",
    modifiers: ["HF", "U5"],
    groupModifier: "HQ",
    distanceModifier: null,
    rounding: "EIGHT_MINUTE" as const,
    per: "DAY_SUM" as const,
    mostUnitsADay: 16,
    mostUnitsAYear: null,
    yearFromMonth: 7,
    groupRatio: 12,
    distanceAccepted: true,
    ageRequired: true,
    diagnosisRequired: false,
    orderValidDays: 180,
    planRequired: true,
    credentials: ["certified peer specialist"],
  };
  const values = { effectiveFrom: "2026-12-01", ...ruleValues(rules as never) };
  expect(ruleInput(values)).toEqual(rules);
});

it("takes modifiers as people write them", () => {
  const values = { effectiveFrom: "2026-12-01", ...ruleValues(undefined), modifiers: "hf, u5 ", code: " h0038" };
  expect(ruleInput(values)).toMatchObject({ code: "H0038", modifiers: ["HF", "U5"] });
});
