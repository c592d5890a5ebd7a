import { now } from "@/lib/time";

/** So many hours from now, on the hour: what is asked with it keeps its key while one looks. */
export const hour = (shift: number): string =>
  `${new Date((Math.floor(now() / 3_600_000) + shift) * 3_600_000).toISOString().slice(0, 13)}:00:00Z`;
