import type { MatchReasonKind } from "@/gql/graphql";

export type Reason = { kind: MatchReasonKind; text: string };

const most = 3;
/** What tells two people apart from any other two comes first; a language in common most pairs have. */
const order: readonly MatchReasonKind[] = ["WE_SHARE", "TIME", "WE_SHARE", "LANGUAGE", "WE_SHARE", "TIME"];

/** The few reasons that say most, in that order, and whether there are others behind them. */
export function bestReasons<R extends Reason>(reasons: readonly R[]): { best: R[]; rest: R[] } {
  const left = [...reasons];
  const best: R[] = [];
  for (const kind of order) {
    if (best.length === most) break;
    const at = left.findIndex((one) => one.kind === kind);
    if (at >= 0) best.push(...left.splice(at, 1));
  }
  // A kind that is not thought of here is better than an empty place.
  best.push(...left.splice(0, most - best.length));
  return { best, rest: left };
}
