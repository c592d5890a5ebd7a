const zone = "America/New_York";
const date = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
const words = new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "short", month: "short", day: "numeric" });

function ahead(days: number): Date {
  return new Date(Date.now() + days * 86_400_000);
}

/** "2026-11-24", so many days from now where the center is. */
export const dayAhead = (days: number): string => date.format(ahead(days));

/** The date of "Tue, Nov 24, 2:30 PM", which is within the next weeks. */
export function dateOf(when: string): string {
  for (let days = 0; days < 60; days += 1) {
    const day = words.format(ahead(days));
    if (when.startsWith(day)) return dayAhead(days);
  }
  throw new Error(`no date in the next weeks is ${when}`);
}

/** The Monday after the next seven days. */
export function nextMonday(): string {
  for (let days = 7; ; days += 1) if (words.format(ahead(days)).startsWith("Mon")) return dayAhead(days);
}
