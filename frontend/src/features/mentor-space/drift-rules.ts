import type { Drift, MentorDriftRulesQuery } from "@/gql/graphql";

type Rule = MentorDriftRulesQuery["driftRules"][number];

/** Without case and accents, words apart by one space: as the rules are written. */
function folded(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return ` ${plain
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join(" ")} `;
}

const says = (text: string, phrase: string) =>
  phrase.endsWith("*") ? text.includes(` ${phrase.slice(0, -1)}`) : text.includes(` ${phrase} `);

/** What a text may drift into; each once, in the order of the rules. It is looked at here: a draft goes nowhere. */
export function driftsOf(
  text: string,
  rules: ReadonlyArray<{ drift: Rule["drift"]; phrases: readonly string[] }>,
): Drift[] {
  const words = folded(text);
  if (words.length < 3) return [];
  return rules.filter((rule) => rule.phrases.some((phrase) => says(words, phrase))).map((rule) => rule.drift);
}
