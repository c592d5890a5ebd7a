import type { PlannedView } from "@/features/series/queries";

/** What somebody says yes to: the occurrence as planned, or at the time that was suggested instead. */
export type Accepted = { occurrence: string; startsAt: string };

/** The start that can be had: as planned where nothing stands in the way, else the suggested one; null: none. */
export const startOf = (one: Pick<PlannedView, "startsAt" | "conflict" | "suggestion">): string | null =>
  one.conflict ? (one.suggestion?.startsAt ?? null) : one.startsAt;

/** To begin with, all that is free as planned: another time is for the person to choose. */
export const freeOnes = (planned: readonly PlannedView[]): string[] =>
  planned.filter((one) => !one.conflict).map((one) => one.occurrence);

export function acceptedOf(planned: readonly PlannedView[], ticked: readonly string[]): Accepted[] {
  return planned.flatMap((one) => {
    const startsAt = startOf(one);
    return startsAt && ticked.includes(one.occurrence) ? [{ occurrence: one.occurrence, startsAt }] : [];
  });
}

/** Which of the accepted a problem is about, by its path: `accepted.3.startsAt`. */
export function occurrenceOf(path: readonly string[], accepted: readonly Accepted[]): string | undefined {
  const at = path.indexOf("accepted");
  return at < 0 ? undefined : accepted[Number(path[at + 1])]?.occurrence;
}
