export const planParts = ["details", "phases", "cohorts", "intake"] as const;
export type PlanPart = (typeof planParts)[number];
