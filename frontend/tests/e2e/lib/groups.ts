import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, graphql, settled, type Visit } from "./test";

type Problems = Array<{ code: string; message: string; path: string[] }>;
type Made = { data: { done: { group: { id: string; version: number } | null; problems: Problems } } };
const asked = "group { id version } problems { code message path }";

/** The wall clock in New York, so many minutes from now. */
function wall(minutes: number): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "America/New_York",
    dateStyle: "short",
    timeStyle: "short",
  }).format(Date.now() + minutes * 60_000);
  return parts.replace(" ", "T");
}

/** A group of the admin's making that meets online, now or soon. */
export async function newGroup(visit: Visit, name: string, details: Record<string, unknown> = {}, startsIn = 5) {
  const admin = await visit("robin");
  const run = async (mutation: string, variables: Record<string, unknown>) => {
    const answer = await graphql<Made>(admin, mutation, variables);
    expect(answer.data?.done?.problems ?? answer, name).toEqual([]);
    const { group } = answer.data.done;
    if (!group) throw new Error("no group");
    return group;
  };
  const made = await run(`mutation Make($input: CreateGroupInput!) { done: createGroup(input: $input) { ${asked} } }`, {
    input: {
      clientMutationId: randomUUID(),
      details: {
        name,
        about: "For anybody who wants company.",
        access: "OPEN",
        format: "DISCUSSION",
        languages: ["en"],
        mode: "ONLINE",
        joinUrl: "https://meet.example.org/r/circle",
        ...details,
      },
    },
  });
  const planned = await run(
    `mutation Plan($input: SetGroupScheduleInput!) { done: setGroupSchedule(input: $input) { ${asked} } }`,
    {
      input: {
        groupId: made.id,
        version: made.version,
        localStart: wall(startsIn),
        zone: "America/New_York",
        minutes: 60,
        rule: null,
      },
    },
  );
  await run(`mutation Open($input: SetGroupStateInput!) { done: setGroupState(input: $input) { ${asked} } }`, {
    input: { groupId: made.id, version: planned.version, state: "ACTIVE" },
  });
  return made.id;
}

export async function joinAs(page: Page, group: string, alias: string) {
  await page.goto(`/harbor-light/me/groups/${group}`);
  await settled(page);
  await page.getByRole("link", { name: "Join this group" }).tap();
  await page.getByLabel("Your name in this group").fill(alias);
  await page.getByRole("checkbox", { name: "I have read this and agree" }).check();
  await page.getByRole("checkbox", { name: /may see the name I chose/ }).check();
  await page.getByRole("button", { name: "Join this group" }).tap();
  await expect(page.getByText(`You're in. The group knows you as ${alias}.`)).toBeVisible();
}

/** Somebody holds its meetings, known there by another name. */
export async function heldBy(visit: Visit, groupId: string, memberId: string, alias: string): Promise<void> {
  const answer = await graphql<Made>(
    await visit("robin"),
    `mutation Hold($input: SetGroupFacilitatorInput!) { done: setGroupFacilitator(input: $input) { ${asked} } }`,
    { input: { groupId, memberId, alias, part: "FACILITATOR" } },
  );
  expect(answer.data.done.problems).toEqual([]);
}

/** Its next meeting. */
export async function nextMeeting(page: Page, groupId: string): Promise<string> {
  type Found = { data: { group: { nextMeetings: Array<{ id: string }> } } };
  const { data } = await graphql<Found>(
    page,
    "query Next($id: ID!) { group(id: $id) { nextMeetings(first: 1) { id } } }",
    {
      id: groupId,
    },
  );
  const [meeting] = data.group.nextMeetings;
  if (!meeting) throw new Error("no meeting is planned");
  return meeting.id;
}
