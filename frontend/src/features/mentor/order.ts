/** As many as can be asked at once, one after the other. */
export const mostAsked = 5;

/** Who is to be asked, in order, as the address holds it. */
export function readOrder(text: unknown): string[] {
  if (typeof text !== "string") return [];
  return [...new Set(text.split(",").filter((id) => id.startsWith("member:")))].slice(0, mostAsked);
}

export const writeOrder = (ids: readonly string[]): string | undefined => ids.join(",") || undefined;

export function earlier<T>(list: readonly T[], index: number): T[] {
  const one = list[index];
  const before = list[index - 1];
  if (one === undefined || before === undefined) return [...list];
  return [...list.slice(0, index - 1), one, before, ...list.slice(index + 1)];
}
