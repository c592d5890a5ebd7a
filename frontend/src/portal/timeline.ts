/** A list that comes in pages: what is there of it, in order, and whether there is more. */
export type Part<T> = { items: readonly T[]; more: boolean };

/**
 * Several such lists as one line of time. Where the shortest one breaks off the line ends: what lies behind it may not be
 * all there is.
 */
export function timeline<T extends { startsAt: string }>(parts: ReadonlyArray<Part<T>>, newestFirst = false): T[] {
  const at = (item: T) => (newestFirst ? -1 : 1) * Date.parse(item.startsAt);
  const ends = parts.filter((part) => part.more).map((part) => Math.max(...part.items.map(at)));
  const end = ends.length ? Math.min(...ends) : Number.POSITIVE_INFINITY;
  return parts
    .flatMap((part) => part.items)
    .filter((item) => at(item) <= end)
    .sort((one, other) => at(one) - at(other));
}
