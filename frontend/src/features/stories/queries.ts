// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { StoryKind, StoryShelf, Trigger } from "@/gql/graphql";

const Tools = graphql(`
  query Tools($shelf: StoryShelf!, $kind: StoryKind, $trigger: Trigger, $after: String) {
    stories(shelf: $shelf, kind: $kind, trigger: $trigger, first: 20, after: $after) {
      nodes {
        ...ToolParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const OneTool = graphql(`
  query OneTool($id: ID!) {
    story(storyId: $id) {
      ...ToolParts
    }
  }
`);

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
export const storyKinds: readonly StoryKind[] = ["STRATEGY", "STORY"];
const shelves = ["PUBLISHED", "FAVOURITES", "MINE"] as const satisfies readonly StoryShelf[];
export type ToolSearch = { shelf?: "FAVOURITES" | "MINE"; kind?: StoryKind; trigger?: Trigger };

const one = <T extends string>(known: readonly T[], value: unknown): T | undefined =>
  known.find((name) => name === value);

/** Only what is known stays: an address may hold anything. */
export function readToolSearch(search: Record<string, unknown>): ToolSearch {
  const shelf = one(shelves, search.shelf);
  return {
    shelf: shelf === "PUBLISHED" ? undefined : shelf,
    kind: one(storyKinds, search.kind),
    trigger: one(triggers, search.trigger),
  };
}

export const toolPages = (search: ToolSearch) =>
  gqlPages(
    keys.stories,
    Tools,
    { shelf: search.shelf ?? "PUBLISHED", kind: search.kind ?? null, trigger: search.trigger ?? null },
    (data) => data.stories,
  );
export const oneTool = (id: string) => gql([...keys.stories, "one", id], OneTool, { id });
