import type { RulePartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";

export const months = Array.from({ length: 12 }, (_, index) => index + 1);

/** The name of a month, alone. */
export function useMonthName(): (month: number) => string {
  const locale = useLocale();
  return (month) => {
    const date = `2026-${String(month).padStart(2, "0")}-01`;
    // "July 2026" without its year, in the order of the language.
    return formatDate(date, locale, "month").replace(/\s*(de\s+)?2026/, "");
  };
}

/** What a payer's rules say, one short sentence each. */
export function useRuleWords(): (rules: RulePartsFragment) => string[] {
  const t = useT();
  const month = useMonthName();
  return (rules) => {
    const { groupModifier, distanceModifier, mostUnitsADay, mostUnitsAYear, groupRatio, orderValidDays } = rules;
    const sentences: Array<string | false> = [
      [rules.code, ...rules.modifiers].join(" "),
      `${t(`lines.rounding.${rules.rounding}`)}. ${t(`lines.per.${rules.per}`)}`,
      mostUnitsADay != null && t("lines.rule.day", { count: mostUnitsADay }),
      mostUnitsAYear != null && t("lines.rule.year", { count: mostUnitsAYear, month: month(rules.yearFromMonth) }),
      groupModifier != null && t("lines.rule.groupModifier", { code: groupModifier }),
      groupRatio != null && t("lines.rule.ratio", { count: groupRatio }),
      rules.distanceAccepted
        ? distanceModifier != null && t("lines.rule.distanceModifier", { code: distanceModifier })
        : t("lines.rule.noDistance"),
      rules.ageRequired && t("lines.rule.age"),
      rules.diagnosisRequired && t("lines.rule.diagnosis"),
      orderValidDays != null && t("lines.rule.order", { count: orderValidDays }),
      rules.planRequired && t("lines.rule.plan"),
      rules.credentials.length > 0 && t("lines.rule.credentials", { list: rules.credentials.join(", ") }),
    ];
    return sentences.filter((one): one is string => typeof one === "string");
  };
}
