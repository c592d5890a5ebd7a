import type { Page } from "@playwright/test";
import { graphql } from "./test";

/** A mentor, somebody who waits, a proposal and a story, as whoever brings people together sees them. */
export async function steeredPages(page: Page): Promise<string[]> {
  await graphql(page, "mutation Weigh { proposeMatches { problems { code } } }");
  type Found = {
    data: {
      mentors: { nodes: Array<{ id: string }> };
      mentorRequests: { nodes: Array<{ client: { id: string } }> };
      stories: { nodes: Array<{ id: string }> };
    };
  };
  const { data } = await graphql<Found>(
    page,
    "query Steered { mentors(state: APPROVED, first: 1) { nodes { id } } mentorRequests(first: 1) { nodes { client { id } } } stories(shelf: REVIEW, first: 1) { nodes { id } } }",
  );
  const [[mentor], [request], [story]] = [data.mentors.nodes, data.mentorRequests.nodes, data.stories.nodes];
  if (!mentor || !request || !story) throw new Error("nothing to bring together");
  return [
    `app/mentorship?view=suggested&client=${request.client.id}`,
    "app/mentorship/program",
    ...["", "?part=credentials", "?part=training", "?part=supervision", "?part=pairs", "?part=apart"].map(
      (part) => `app/mentorship/mentors/${mentor.id}${part}`,
    ),
    `app/mentorship/library/${story.id}`,
  ];
}

/** A mentor's own space, with somebody who walks with them. */
export async function mentorPages(page: Page): Promise<string[]> {
  type Found = { data: { myMentorships: Array<{ id: string; side: string; state: string }> } };
  const { data } = await graphql<Found>(page, "query Walks { myMentorships { id side state } }");
  const pair = data.myMentorships.find((one) => one.side === "MENTOR" && one.state === "ACTIVE");
  if (!pair) throw new Error("nobody walks with them");
  return [
    "app/home",
    "app/mentorship/mine",
    "app/mentorship/mine/profile",
    "app/mentorship/library?shelf=MINE",
    ...["", "?part=goals", "?part=check-ins", "?part=pair"].map((part) => `app/mentorship/mine/${pair.id}${part}`),
  ];
}
