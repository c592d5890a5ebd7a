import type { RoundedPer, RulePartsFragment, RuleSetInput, UnitRounding } from "@/gql/graphql";

/** The rules as a form holds them: all of it text and switches. */
export type RuleValues = {
  effectiveFrom: string;
  code: string;
  modifiers: string;
  groupModifier: string;
  distanceModifier: string;
  rounding: string;
  per: string;
  mostUnitsADay: string;
  mostUnitsAYear: string;
  yearFromMonth: string;
  groupRatio: string;
  distanceAccepted: boolean;
  ageRequired: boolean;
  diagnosisRequired: boolean;
  orderValidDays: string;
  planRequired: boolean;
  credentials: string;
};

const text = (value: number | string | null | undefined) => (value == null ? "" : String(value));

export function ruleValues(rules: RulePartsFragment | undefined): Omit<RuleValues, "effectiveFrom"> {
  return {
    code: rules?.code ?? "H0038",
    modifiers: rules?.modifiers.join(" ") ?? "",
    groupModifier: text(rules?.groupModifier),
    distanceModifier: text(rules?.distanceModifier),
    rounding: rules?.rounding ?? "FULL",
    per: rules?.per ?? "ENCOUNTER",
    mostUnitsADay: text(rules?.mostUnitsADay),
    mostUnitsAYear: text(rules?.mostUnitsAYear),
    yearFromMonth: text(rules?.yearFromMonth ?? 1),
    groupRatio: text(rules?.groupRatio),
    distanceAccepted: rules?.distanceAccepted ?? true,
    ageRequired: rules?.ageRequired ?? false,
    diagnosisRequired: rules?.diagnosisRequired ?? false,
    orderValidDays: text(rules?.orderValidDays),
    planRequired: rules?.planRequired ?? false,
    credentials: rules?.credentials.join("\n") ?? "",
  };
}

const whole = (value: string) => (value.trim() ? Number(value) : null);
const upper = (value: string) => value.trim().toUpperCase();

export function ruleInput(values: RuleValues): RuleSetInput {
  return {
    code: upper(values.code),
    modifiers: upper(values.modifiers)
      .split(/[\s,]+/)
      .filter(Boolean),
    groupModifier: upper(values.groupModifier) || null,
    distanceModifier: upper(values.distanceModifier) || null,
    rounding: values.rounding as UnitRounding,
    per: values.per as RoundedPer,
    mostUnitsADay: whole(values.mostUnitsADay),
    mostUnitsAYear: whole(values.mostUnitsAYear),
    yearFromMonth: Number(values.yearFromMonth),
    groupRatio: whole(values.groupRatio),
    distanceAccepted: values.distanceAccepted,
    ageRequired: values.ageRequired,
    diagnosisRequired: values.diagnosisRequired,
    orderValidDays: whole(values.orderValidDays),
    planRequired: values.planRequired,
    credentials: values.credentials
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  };
}
