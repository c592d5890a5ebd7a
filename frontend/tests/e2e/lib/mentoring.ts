import type { Page } from "@playwright/test";
import { newClient } from "./join";
import { unique } from "./people";
import { expect, graphql, type Visit } from "./test";

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
    "app/mentorship/credentials",
    `app/mentorship/credentials/${mentor.id}`,
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
    ...["", "?part=goals", "?part=check-ins", "?part=meetings", "?part=pair"].map(
      (part) => `app/mentorship/mine/${pair.id}${part}`,
    ),
  ];
}

/** A last name nobody had before: letters only. */
export const family = unique
  .replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "x")
  .replace(/^./, (one) => one.toUpperCase());

type Problems = Array<{ code: string; path: string[] }>;
type Done<T> = { data: { done: T & { problems: Problems } } };

/** One mutation under the name `done`, which has to work. */
export async function run<T>(page: Page, mutation: string, variables: Record<string, unknown> = {}): Promise<T> {
  const answer = await graphql<Done<T>>(page, mutation, variables);
  expect(answer.data?.done?.problems ?? answer, mutation).toEqual([]);
  return answer.data.done;
}

async function myId(page: Page): Promise<string> {
  const { data } = await graphql<{ data: { viewer: { account: { member: { id: string } } } } }>(
    page,
    "query Me { viewer { account { member { id } } } }",
  );
  return data.viewer.account.member.id;
}

const APPLY =
  "mutation Apply($input: ApplyAsMentorInput!) { done: applyAsMentor(input: $input) { mentor { version } problems { code path } } }";
const TERMS =
  "mutation Terms($input: SetMentorTermsInput!) { done: setMentorTerms(input: $input) { mentor { version } problems { code path } } }";
const STATE =
  "mutation State($input: SetMentorStateInput!) { done: setMentorState(input: $input) { mentor { version } problems { code path } } }";
const WISH =
  "mutation Wish($input: SetMentorRequestInput!) { done: setMentorRequest(input: $input) { problems { code path } } }";
export const ACCEPT = "mutation Yes($id: ID!) { done: acceptMentorship(mentorshipId: $id) { problems { code path } } }";
export const PAIRS = "query Mine { myMentorships { id state side } }";
export type Pairs = { data: { myMentorships: Array<{ id: string; state: string; side: string }> } };

export async function applicant(visit: Visit, name: string) {
  const { page, state } = await newClient(visit, name);
  const about = "I like walks and long silences.";
  await run(page, APPLY, { input: { about, languages: ["en"], modes: [] } });
  return { page, state, id: await myId(page), name };
}

/** Somebody who came all the way, and mentors from now on. */
export async function mentor(visit: Visit, name: string) {
  const person = await applicant(visit, name);
  const admin = await visit("robin");
  type Version = { mentor: { version: number } };
  const mentorId = person.id;
  const terms = { mentorId, version: 1, capacity: 6, backgroundCheckedOn: "2026-01-15", supervisionMinutes: 60 };
  let { version } = (await run<Version>(admin, TERMS, { input: terms })).mentor;
  for (const state of ["TRAINING", "SHADOWING", "APPROVED"]) {
    version = (await run<Version>(admin, STATE, { input: { mentorId, version, state } })).mentor.version;
  }
  return person;
}

export async function seeker(visit: Visit, name: string) {
  const { page } = await newClient(visit, name);
  const input = { words: "Somebody patient.", languages: ["en"], modes: [], onlyGender: null, freeHours: [] };
  await run(page, WISH, { input });
  return { page, name, id: await myId(page) };
}

export async function pairState(page: Page, id: string): Promise<string | undefined> {
  const { data } = await graphql<Pairs>(page, PAIRS);
  return data.myMentorships.find((one) => one.id === id)?.state;
}

/** Asked by the center, and both said yes. */
export async function together(visit: Visit, client: { page: Page; id: string }, guide: { page: Page; id: string }) {
  const { mentorship } = await run<{ mentorship: { id: string } }>(
    await visit("robin"),
    "mutation Ask($input: ProposeMentorshipInput!) { done: proposeMentorship(input: $input) { mentorship { id } problems { code path } } }",
    { input: { clientId: client.id, mentorId: guide.id, way: "SUGGESTED" } },
  );
  for (const { page } of [client, guide]) await run(page, ACCEPT, { id: mentorship.id });
  return mentorship.id;
}
