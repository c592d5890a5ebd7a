// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { StoryKind, StoryShelf, Trigger } from "@/gql/graphql";

export const StaffStory = graphql(`
  fragment StaffStory on Story {
    id
    kind
    state
    language
    title
    body
    byline
    triggers
    mine
    reviewWords
    publishedAt
    version
    createdAt
  }
`);
const StaffStories = graphql(`
  query StaffStories($shelf: StoryShelf!, $kind: StoryKind, $trigger: Trigger, $after: String) {
    stories(shelf: $shelf, kind: $kind, trigger: $trigger, first: 25, after: $after) {
      nodes {
        ...StaffStory
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const StaffOneStory = graphql(`
  query StaffOneStory($storyId: ID!) {
    story(storyId: $storyId) {
      ...StaffStory
    }
  }
`);

export const storyPages = (wanted: { shelf: StoryShelf; kind?: StoryKind; trigger?: Trigger }) =>
  gqlPages(
    keys.stories,
    StaffStories,
    { shelf: wanted.shelf, kind: wanted.kind ?? null, trigger: wanted.trigger ?? null },
    (data) => data.stories,
  );
export const oneStory = (storyId: string) => gql(keys.stories, StaffOneStory, { storyId });
