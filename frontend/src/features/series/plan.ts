/** A row of sessions as somebody plans it: how often, how many, and what was said yes to. Nothing here asks the server. */
import type { SeriesRhythm, SessionSeriesPlanInput } from "@/gql/graphql";
import { addDays, wallClock, weekdayOf } from "@/lib/time";

export type Repeat = "NONE" | SeriesRhythm;
export type Ending = { by: "count" | "until"; count: string; until: string };

/** How a row ends, as an address holds it: after so many, or on a day. */
export type Ends = number | string;
export const endsOf = ({ by, count, until }: Ending): Ends => (by === "until" ? until : Number(count));
export const endingOf = (ends: Ends = 12): Ending =>
  typeof ends === "string"
    ? { by: "until", count: "12", until: ends }
    : { by: "count", count: String(ends), until: "" };

export const most = 52;
/** The last day that a row beginning on this one can have. */
export const lastDay = (first: string) => addDays(first, 366);

/** What is wrong with how the row ends; nothing: fine. */
export function endingFault(ending: Ending, first: string): "count" | "until" | "far" | undefined {
  // Years of five digits can be typed.
  if (ending.by === "until" && (ending.until.length > 10 || ending.until > lastDay(first))) return "far";
  if (ending.by === "until") return ending.until > first ? undefined : "until";
  const count = Number(ending.count);
  return Number.isInteger(count) && count >= 2 && count <= most ? undefined : "count";
}

export function planOf(
  base: Omit<SessionSeriesPlanInput, "count" | "until" | "rhythm">,
  rhythm: SeriesRhythm,
  ending: Ending,
): SessionSeriesPlanInput {
  return {
    ...base,
    rhythm,
    count: ending.by === "count" ? Number(ending.count) : null,
    until: ending.by === "until" ? ending.until : null,
  };
}

/** A series is planned, and moves, on the wall clock of whoever holds it. */
export function localStartOf(instant: string, zone: string): string {
  const { date, time } = wallClock(instant, zone);
  return `${date}T${time}`;
}

/** Which weekday of its month a date is: 1 to 4, or -1 for the last, as a fifth one is planned. */
export function weekOfMonth(date: string): { week: 1 | 2 | 3 | 4 | -1; weekday: number } {
  const week = Math.ceil(Number(date.slice(8, 10)) / 7);
  return { week: week > 4 ? -1 : (week as 1 | 2 | 3 | 4), weekday: weekdayOf(date) };
}

export type Planned = {
  occurrence: string;
  startsAt: string;
  conflict?: { message: string } | null;
  suggestion?: { startsAt: string } | null;
};
export type Choice = "planned" | "suggested" | "out";
export type Choices = Readonly<Record<string, Choice>>;

/** What is free is taken, what is not is left out until somebody says otherwise. */
export const choiceOf = (one: Planned, choices: Choices): Choice =>
  choices[one.occurrence] ?? (one.conflict ? "out" : "planned");

/** What goes to the server, in the order of the plan. */
export function accepted(
  planned: readonly Planned[],
  choices: Choices,
): Array<{ occurrence: string; startsAt: string }> {
  return planned.flatMap((one) => {
    const choice = choiceOf(one, choices);
    if (choice === "planned" && !one.conflict) return [{ occurrence: one.occurrence, startsAt: one.startsAt }];
    if (choice === "suggested" && one.suggestion)
      return [{ occurrence: one.occurrence, startsAt: one.suggestion.startsAt }];
    return [];
  });
}

/** Problems name what was sent by its place: by occurrence they find their row. */
export function problemsByOccurrence(
  problems: ReadonlyArray<{ message: string; path: readonly string[] }>,
  sent: ReadonlyArray<{ occurrence: string }>,
): { rows: Record<string, string>; rest: string[] } {
  const rows: Record<string, string> = {};
  const rest: string[] = [];
  for (const { message, path } of problems) {
    const place = path.indexOf("accepted");
    const one = place < 0 ? undefined : sent[Number(path[place + 1])];
    if (one) rows[one.occurrence] ??= message;
    else rest.push(message);
  }
  return { rows, rest };
}
