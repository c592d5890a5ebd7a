import type { ClientFilterInput, ClientOrder, EnrollmentState } from "@/gql/graphql";

/** Where people are found; what is closed is history. */
export const shownStates: readonly EnrollmentState[] = [
  "INQUIRY",
  "WAITLISTED",
  "OFFERED",
  "INTAKE",
  "ACTIVE",
  "ON_HOLD",
  "DISCHARGED",
  "AFTERCARE",
];

const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);
const flag = (value: unknown): true | undefined => (value === true || value === "true" ? true : undefined);

/** What of a program's board is in the address: ids, never names. */
export type BoardSearch = {
  state?: EnrollmentState;
  phase?: string;
  quiet?: true;
  sort?: "last-contact";
  view?: "cohorts";
};

const boardState = (value: unknown) => shownStates.find((state) => state === value);

export function readBoard(search: Record<string, unknown>): BoardSearch {
  return {
    state: boardState(search.state),
    phase: text(search.phase),
    quiet: flag(search.quiet),
    sort: search.sort === "last-contact" ? "last-contact" : undefined,
    view: search.view === "cohorts" ? "cohorts" : undefined,
  };
}

/** What of the caseload is in the address. What is looked for may be a name, and names stay out of it. */
export type CaseSearch = {
  program?: string;
  phase?: string;
  state?: EnrollmentState;
  quiet?: true;
  sort?: "last-contact";
};

export function readCases(search: Record<string, unknown>): CaseSearch {
  return {
    program: text(search.program),
    phase: text(search.phase),
    state: boardState(search.state),
    quiet: flag(search.quiet),
    sort: search.sort === "last-contact" ? "last-contact" : undefined,
  };
}

export const filterOf = (search: CaseSearch): ClientFilterInput => ({
  programId: search.program ?? null,
  phaseId: search.phase ?? null,
  states: search.state ? [search.state] : null,
  quiet: search.quiet ?? null,
});
export const orderOf = (search: { sort?: "last-contact" }): ClientOrder =>
  search.sort === "last-contact" ? "LAST_CONTACT" : "NAME";
