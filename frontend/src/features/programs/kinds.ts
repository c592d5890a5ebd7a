// What programs, and ways through them, can be.
import type {
  CohortKind,
  ContactKind,
  DischargeReason,
  EnrollmentState,
  IntakeKind,
  Priority,
  ProgramLevel,
} from "@/gql/graphql";

export const levels: readonly ProgramLevel[] = [
  "EARLY_INTERVENTION",
  "OUTPATIENT",
  "INTENSIVE_OUTPATIENT",
  "PARTIAL_HOSPITALIZATION",
  "RESIDENTIAL",
  "WITHDRAWAL_MANAGEMENT",
  "OPIOID_TREATMENT",
  "RECOVERY_SUPPORT",
  "AFTERCARE",
];
export const cohortKinds: readonly CohortKind[] = ["OPEN", "CLOSED", "ROLLING"];
export const intakeKinds: readonly IntakeKind[] = ["DOCUMENT", "FORM", "TASK"];
export const priorities: readonly Priority[] = ["NONE", "PREGNANT_INJECTING", "PREGNANT", "INJECTING"];
export const contactKinds: readonly ContactKind[] = ["CALL", "MESSAGE", "VISIT", "IN_PERSON"];
export const reasons: readonly DischargeReason[] = [
  "COMPLETED",
  "TRANSFERRED",
  "LEFT_AGAINST_ADVICE",
  "TERMINATED_BY_FACILITY",
  "INCARCERATED",
  "DEATH",
  "OTHER",
  "UNKNOWN",
];

/** Where a way usually goes from here, when that is one step and no turning point. */
export const usualStep: Partial<Record<EnrollmentState, EnrollmentState>> = {
  INQUIRY: "WAITLISTED",
  OFFERED: "INTAKE",
  INTAKE: "ACTIVE",
  ON_HOLD: "ACTIVE",
  DISCHARGED: "AFTERCARE",
};

/** In the program: one place a client. */
export const isIn = (state: EnrollmentState) => state === "INTAKE" || state === "ACTIVE" || state === "ON_HOLD";
export const waits = (state: EnrollmentState) => state === "WAITLISTED" || state === "OFFERED";
