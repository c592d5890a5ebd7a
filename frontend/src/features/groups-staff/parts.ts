export type GroupPart = "meetings" | "people" | "holders" | "agreement" | "settings" | "report";
export const groupParts: readonly GroupPart[] = ["meetings", "people", "holders", "agreement", "settings", "report"];
export const isGroupPart = (value: string): value is GroupPart => groupParts.includes(value as GroupPart);
