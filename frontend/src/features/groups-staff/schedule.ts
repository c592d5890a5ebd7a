import * as v from "valibot";
import type { SeriesPartsFragment, SetGroupScheduleInput, Weekday } from "@/gql/graphql";
import { useT } from "@/i18n";
import { type Every, planOf, ruleOf, type Which, weekdayOn } from "./rhythm";

/** What the form of a schedule holds. */
export type Schedule = {
  every: string;
  days: string[];
  which: string;
  day: string;
  date: string;
  time: string;
  minutes: string;
  zone: string;
};

export function scheduleOf(series: SeriesPartsFragment | undefined, today: string, zone: string): Schedule {
  const plan = series ? planOf(series.rule, series.localStart) : null;
  const start = series?.localStart ?? `${today}T18:00:00`;
  const days = [...(plan?.days ?? [weekdayOn(start.slice(0, 10))])];
  return {
    every: plan?.every ?? "week",
    days,
    which: plan?.which ?? "1",
    day: days[0] ?? "SUNDAY",
    date: start.slice(0, 10) > today ? start.slice(0, 10) : today,
    time: start.slice(11, 16),
    minutes: String(series?.minutes ?? 60),
    zone: series?.zone ?? zone,
  };
}

export function scheduleInput(
  values: Schedule,
): Pick<SetGroupScheduleInput, "rule" | "localStart" | "zone" | "minutes"> {
  const every = values.every as Every;
  const days = (every === "month" ? [values.day] : values.days) as Weekday[];
  return {
    rule: ruleOf({ every, days, which: values.which as Which }),
    localStart: `${values.date}T${values.time}`,
    zone: values.zone,
    minutes: Number(values.minutes),
  };
}

export function useScheduleRules() {
  const t = useT();
  return {
    every: v.string(),
    days: v.pipe(v.array(v.string()), v.minLength(1, t("staff.groups.daysMissing"))),
    which: v.string(),
    day: v.string(),
    date: v.pipe(v.string(), v.nonEmpty(t("staff.hours.dateMissing"))),
    time: v.pipe(v.string(), v.nonEmpty(t("staff.groups.timeMissing"))),
    minutes: v.pipe(
      v.string(),
      v.check(
        (value) => /^\d+$/.test(value) && Number(value) >= 10 && Number(value) <= 480,
        t("staff.groups.minutesWrong"),
      ),
    ),
    zone: v.string(),
  };
}
