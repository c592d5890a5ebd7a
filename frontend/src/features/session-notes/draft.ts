type Prompt = { key: string; words: string; required: boolean };
export type Template = { key: string; name: string; prompts: readonly Prompt[] };
type Answer = { prompt: string; text: string };

/** What is being written: the headings, and what stands under each. */
export type Draft = { template: string; answers: Readonly<Record<string, string>> };

export const draftFrom = (template: string, answers: readonly Answer[]): Draft => ({
  template,
  answers: Object.fromEntries(answers.map((one) => [one.prompt, one.text])),
});

/** What is sent: each heading that holds something, in a steady order. */
export const answersOf = (draft: Draft): Answer[] =>
  Object.entries(draft.answers)
    .filter(([, text]) => text !== "")
    .map(([prompt, text]) => ({ prompt, text }))
    .sort((a, b) => a.prompt.localeCompare(b.prompt));

export const sameText = (a: Draft, b: Draft): boolean =>
  a === b || (a.template === b.template && JSON.stringify(answersOf(a)) === JSON.stringify(answersOf(b)));

export const isEmpty = (draft: Draft): boolean => answersOf(draft).every((one) => one.text.trim() === "");

/**
 * The same text under the headings of another template. What has no heading there goes to the end of the first one:
 * no character is lost.
 */
export function under(draft: Draft, template: Template): { draft: Draft; moved: boolean } {
  const known = new Set(template.prompts.map((prompt) => prompt.key));
  const left = Object.entries(draft.answers).filter(([key, text]) => !known.has(key) && text.trim() !== "");
  const kept = Object.fromEntries(Object.entries(draft.answers).filter(([key]) => known.has(key)));
  const first = template.prompts[0]?.key;
  if (!left.length || !first) return { draft: { template: template.key, answers: kept }, moved: false };
  const texts = [kept[first] ?? "", ...left.map(([, text]) => text)].filter((text) => text !== "");
  return { draft: { template: template.key, answers: { ...kept, [first]: texts.join("\n\n") } }, moved: true };
}

/** Both texts under each heading: what stands there, and what was set aside below it unless one holds the other already. */
export function together(now: Draft, aside: Draft): Draft {
  const both = (kept = "", more = "") => {
    if (kept.includes(more.trim())) return kept;
    return more.includes(kept.trim()) ? more : `${kept}\n\n${more}`;
  };
  const answers = Object.entries(aside.answers).map(([key, text]) => [key, both(now.answers[key], text)]);
  return { template: now.template, answers: { ...now.answers, ...Object.fromEntries(answers) } };
}

/** A text that was set aside, in plain lines: for looking at it, and for an addendum. */
export const plainText = (draft: Draft): string =>
  answersOf(draft)
    .map((one) => one.text.trim())
    .filter(Boolean)
    .join("\n\n");
