export const clientTabs = ["overview", "program", "sessions", "groups", "documents"] as const;
export type ClientTab = (typeof clientTabs)[number];
export const isClientTab = (value: string): value is ClientTab => clientTabs.some((tab) => tab === value);
