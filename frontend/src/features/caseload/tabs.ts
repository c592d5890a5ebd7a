export const clientTabs = ["overview", "program", "sessions", "notes", "groups", "documents", "coverage"] as const;
export type ClientTab = (typeof clientTabs)[number];
export const isClientTab = (value: string): value is ClientTab => clientTabs.some((tab) => tab === value);
