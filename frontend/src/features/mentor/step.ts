import { addDays, nowIso } from "@/lib/time";

/** So many days the start page leads to what the center last did with somebody's wish to mentor. */
const fresh = 7;

/** Whether the center went a step with them lately: a mail said that there is something, and here is what. */
export function isFreshStep(at: string | null | undefined, now = nowIso()): boolean {
  return Boolean(at) && String(at).slice(0, 10) >= addDays(now.slice(0, 10), -fresh);
}
