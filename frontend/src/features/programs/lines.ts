import type { ProgramWholeFragment } from "@/gql/graphql";
import { newKey } from "@/lib/ids";

/** What is edited, and what to do when it is saved, or changed by somebody else meanwhile. */
export type EditorProps = {
  program: ProgramWholeFragment;
  onSaved: (program: ProgramWholeFragment) => void;
  onReload: () => void;
};

/** A line of a list that is edited as a whole; `id` is the browser's own, `known` the server's when it is there already. */
export type Line<T> = T & { id: string; known: string | null };

export const newLine = <T>(values: T): Line<T> => ({ ...values, id: newKey(), known: null });
export const knownLine = <T>(known: string, values: T): Line<T> => ({ ...values, id: known, known });

/** A whole number in a field of text, inside its bounds; null for an empty or a wrong one. */
export function wholeIn(text: string, least: number, most: number): number | null {
  const value = text.trim();
  if (!/^\d{1,4}$/.test(value)) return null;
  const number = Number(value);
  return number >= least && number <= most ? number : null;
}
