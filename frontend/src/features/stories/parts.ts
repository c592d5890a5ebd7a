import { centerBoot } from "@/api/boot";
import { graphql } from "@/gql";
import type { ToolPartsFragment } from "@/gql/graphql";

export const ToolParts = graphql(`
  fragment ToolParts on Story {
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
    favourite
    publishedAt
    version
    createdAt
  }
`);
export type ToolView = ToolPartsFragment;

/** Mentors and staff write for the library; the server says the same. */
export const writes = () => centerBoot().viewer.roles.some((role) => role !== "CLIENT" && role !== "AUDITOR");
