// Apart: the first view asks these, and loads nothing else of the slice.
import type { EnrollmentState } from "@/gql/graphql";

export const waits = (state: EnrollmentState) => state === "INQUIRY" || state === "WAITLISTED" || state === "OFFERED";
export const isIn = (state: EnrollmentState) => state === "INTAKE" || state === "ACTIVE" || state === "ON_HOLD";
/** There is something to say on Today: a place that is kept, a line, papers, a choice. */
export const hasNews = (state: EnrollmentState) => waits(state) || state === "INTAKE" || state === "DISCHARGED";
