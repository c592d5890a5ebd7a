import type { StoryKind, StoryShelf, Trigger } from "@/gql/graphql";

export type LibrarySearch = { shelf?: StoryShelf; kind?: StoryKind; trigger?: Trigger };

export const kinds: readonly StoryKind[] = ["STRATEGY", "STORY"];
export const triggers: readonly Trigger[] = [
  "CRAVING",
  "STRESS",
  "SLEEP",
  "ANGER",
  "GRIEF",
  "LONELINESS",
  "BOREDOM",
  "CELEBRATION",
  "CONFLICT",
  "PAIN",
  "MONEY",
  "FAMILY",
  "WORK",
  "COURT",
  "HOLIDAY",
  "SHAME",
];
const shelves: readonly StoryShelf[] = ["PUBLISHED", "REVIEW", "MINE"];

export function readLibrarySearch(search: Record<string, unknown>): LibrarySearch {
  return {
    shelf: shelves.find((shelf) => shelf === search.shelf && shelf !== "PUBLISHED"),
    kind: kinds.find((kind) => kind === search.kind),
    trigger: triggers.find((trigger) => trigger === search.trigger),
  };
}
