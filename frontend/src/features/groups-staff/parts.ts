export type GroupPart = "meetings" | "people" | "chat" | "sheet" | "holders" | "agreement" | "report" | "settings";
export const groupParts: readonly GroupPart[] = [
  "meetings",
  "people",
  "chat",
  "sheet",
  "holders",
  "agreement",
  "report",
  "settings",
];
export const isGroupPart = (value: string): value is GroupPart => groupParts.includes(value as GroupPart);
