import { modes, weekdays } from "@/features/groups/kinds";
import type { GroupFilter, GroupState, MeetingMode, Weekday } from "@/gql/graphql";

export type GroupSearch = { state?: GroupState; mine?: true; day?: Weekday; mode?: MeetingMode };

export const states: readonly GroupState[] = ["ACTIVE", "DRAFT", "PAUSED", "CLOSED"];
const one = <T extends string>(value: unknown, known: readonly T[]) => known.find((item) => item === value);

export function readGroupSearch(search: Record<string, unknown>): GroupSearch {
  return {
    state: one(search.state, states),
    mine: search.mine === true ? true : undefined,
    day: one(search.day, weekdays),
    mode: one(search.mode, modes),
  };
}

export function filterOf(search: GroupSearch, find: string): GroupFilter {
  return {
    search: find || null,
    state: search.state ?? null,
    mine: search.mine ?? null,
    weekday: search.day ?? null,
    modes: search.mode ? [search.mode] : null,
  };
}
