import { addDays } from "@/lib/time";

type Held = { kind: string; expiresOn?: string | null; expired: boolean; verifiedAt?: string | null };

/** So many days before a credential runs out it is spoken of, as on the board. */
const ahead = 30;

/** Another one of its kind lasts longer, and somebody has seen it. */
export const goesOn = <C extends Held>(one: C, held: readonly C[]): boolean =>
  held.some(
    (other) =>
      other.kind === one.kind &&
      Boolean(other.verifiedAt) &&
      (!other.expiresOn || other.expiresOn > (one.expiresOn ?? "")),
  );

/** The credential that runs out next, when that is soon and none of its kind goes on after it. */
export function runsOutSoon<C extends Held>(held: readonly C[], today: string): C | undefined {
  const until = addDays(today, ahead);
  const [next] = held
    .filter((one) => one.expiresOn && !one.expired && one.expiresOn <= until && !goesOn(one, held))
    .sort((one, other) => (one.expiresOn ?? "").localeCompare(other.expiresOn ?? ""));
  return next;
}
