import type { AttendanceInput, AttendanceStatus, RosterPartsFragment } from "@/gql/graphql";
import { addDays, wallClock } from "@/lib/time";

export type Entry = RosterPartsFragment["entries"][number];
/** What is ticked for one person, and the wall clock that goes with it once the meeting is over. */
export type Mark = { status: AttendanceStatus; time?: string };
export type Marks = Readonly<Record<string, Mark | undefined>>;

export const came = (status: AttendanceStatus | undefined) =>
  status === "PRESENT" || status === "LATE" || status === "LEFT_EARLY";

export const statusOf = (entry: Entry, marks: Marks) => marks[entry.person.id]?.status ?? entry.attendance?.status;

export function countCame(entries: readonly Entry[], marks: Marks): number {
  return entries.filter((entry) => came(statusOf(entry, marks))).length;
}

/** Everybody about whom nothing is ticked or noted came. */
export function everyone(entries: readonly Entry[], marks: Marks): Marks {
  const open = entries.filter((entry) => !statusOf(entry, marks)).map((entry) => entry.person.id);
  return { ...marks, ...Object.fromEntries(open.map((id) => [id, { status: "PRESENT" } satisfies Mark])) };
}

/** After the meeting nobody makes a time up: being late or leaving early needs one, unless it is known. */
export function needsTime(entry: Entry, marks: Marks, over: boolean): "arrivedAt" | "leftAt" | null {
  const mark = marks[entry.person.id];
  if (!over || !mark) return null;
  if (mark.status === "LATE" && !entry.attendance?.arrivedAt) return "arrivedAt";
  return mark.status === "LEFT_EARLY" && !entry.attendance?.leftAt ? "leftAt" : null;
}

/** The local moment that a typed time means: what is earlier than the doors is after midnight. */
export function momentOf(time: string, meeting: { joinsFrom: string; zone: string }): string {
  const doors = wallClock(meeting.joinsFrom, meeting.zone);
  return `${time < doors.time ? addDays(doors.date, 1) : doors.date}T${time}:00`;
}

/** What changed, with the times as instants. */
export function changesOf(
  entries: readonly Entry[],
  marks: Marks,
  times: Readonly<Record<string, string>>,
  over: boolean,
): AttendanceInput[] {
  return entries.flatMap((entry) => {
    const { id } = entry.person;
    const mark = marks[id];
    if (!mark || mark.status === entry.attendance?.status) return [];
    const field = needsTime(entry, marks, over);
    return [{ membershipId: id, status: mark.status, ...(field ? { [field]: times[id] } : {}) }];
  });
}
