import type { GroupFormat, RunSheetPartsFragment, RunStepInput, RunStepKey } from "@/gql/graphql";
import { newKey } from "@/lib/ids";

type Step = RunSheetPartsFragment["steps"][number];

/** The steps that every group knows, in the order they usually come in. */
export const stepKeys: readonly RunStepKey[] = [
  "WELCOME",
  "AGREEMENT",
  "GROUNDING",
  "NEWCOMERS",
  "TOPIC",
  "READING",
  "SPEAKER",
  "QUESTIONS",
  "MEDITATION",
  "SHARING",
  "RESOURCES",
  "CLOSING",
  "AFTER",
  "OWN",
];
export const mostSteps = 20;

const withTurns: readonly GroupFormat[] = ["ROUND_ROBIN", "PITCH", "TIMED", "OPEN_ENDED", "CHECK_IN"];
/** Whether people share one after the other. */
export const hasTurns = (format: GroupFormat) => withTurns.includes(format);

/** Minutes of the meeting itself, and of staying on after it. */
export function lengthOf(steps: ReadonlyArray<{ key: RunStepKey; minutes: number }>): {
  meeting: number;
  after: number;
} {
  const sum = (after: boolean) =>
    steps.filter((step) => (step.key === "AFTER") === after).reduce((total, step) => total + step.minutes, 0);
  return { meeting: sum(false), after: sum(true) };
}

/** A step as it is being written. */
export type Line = { id: string; key: RunStepKey; title: string; text: string; minutes: string };

export const lineOf = (step: Step): Line => ({
  id: newKey(),
  key: step.key,
  title: step.title,
  text: step.text ?? "",
  minutes: String(step.minutes),
});
export const newLine = (key: RunStepKey, title: string): Line => ({
  id: newKey(),
  key,
  title,
  text: "",
  minutes: "5",
});

export const minutesIn = (line: Line) => (/^\d{1,3}$/.test(line.minutes) ? Number(line.minutes) : 0);
const minutesFit = (line: Line) => minutesIn(line) >= 1 && minutesIn(line) <= 240;

/** What keeps a step from being saved. */
export function faultOf(line: Line): "title" | "minutes" | null {
  if (line.key === "OWN" && !line.title.trim()) return "title";
  return minutesFit(line) ? null : "minutes";
}

/** The words of steps that every group knows are not the group's to keep: they come in each reader's language. */
export const inputOf = (line: Line): RunStepInput => ({
  key: line.key,
  minutes: minutesIn(line),
  ...(line.key === "OWN" ? { title: line.title.trim(), text: line.text.trim() || null } : {}),
});
