// What programs, and ways through them, can be. Apart from the components: addresses are read with these.
import { centerBoot } from "@/api/boot";
import type {
  CohortKind,
  ContactKind,
  DischargeReason,
  EnrollmentState,
  IntakeKind,
  Priority,
  ProgramLevel,
  Role,
} from "@/gql/graphql";

export const wayStates: readonly EnrollmentState[] = [
  "INQUIRY",
  "WAITLISTED",
  "OFFERED",
  "INTAKE",
  "ACTIVE",
  "ON_HOLD",
  "DISCHARGED",
  "AFTERCARE",
  "CLOSED",
];
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

/** In the program: one place a client. */
export const isIn = (state: EnrollmentState) => state === "INTAKE" || state === "ACTIVE" || state === "ON_HOLD";
export const waits = (state: EnrollmentState) => state === "WAITLISTED" || state === "OFFERED";

const hasOne = (...wanted: Role[]) => centerBoot().viewer.roles.some((role) => wanted.includes(role));
/** Moves people along, as far as they are theirs. The server decides. */
export const mayMove = () => hasOne("ADMIN", "COUNSELOR");
export const mayLog = () => hasOne("ADMIN", "COUNSELOR", "PEER_MENTOR");
/** Says what they think of somebody's readiness. */
export const counsels = () => hasOne("COUNSELOR");
/** Sees who waits, in which order. */
export const seesLine = () => hasOne("ADMIN", "SUPERVISOR");
export const supervises = () => hasOne("SUPERVISOR");
export const plansPrograms = () => hasOne("ADMIN");
