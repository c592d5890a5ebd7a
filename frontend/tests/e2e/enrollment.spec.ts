import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { newClient } from "./lib/join";
import { unique } from "./lib/people";
import { expect, graphql, settled, test, type Visit } from "./lib/test";

type Done<T> = { data: { done: T & { problems: Array<{ code: string; path: string[] }> } } };

/** What the admin does from where they work. */
async function admin<T>(page: Page, mutation: string, variables: Record<string, unknown>): Promise<T> {
  const answer = await graphql<Done<T>>(page, mutation, variables);
  expect(answer.data?.done?.problems ?? answer).toEqual([]);
  return answer.data.done;
}
type Program = { program: { id: string; version: number } };
type Way = { enrollment: { id: string; version: number; state: string } };
const details = (name: string, capacity: number) => ({
  name,
  level: "OUTPATIENT",
  about: "Three evenings a week.",
  capacity,
});

/** An open program with one phase and a packet, and no place left. */
async function fullProgram(visit: Visit, name: string) {
  const page = await visit("robin");
  const made = await admin<Program>(
    page,
    "mutation M($input: CreateProgramInput!) { done: createProgram(input: $input) { program { id version } problems { code path } } }",
    { input: { clientMutationId: randomUUID(), name } },
  );
  let { version } = made.program;
  const { id } = made.program;
  const step = async (field: string, type: string, input: Record<string, unknown>) => {
    const done = await admin<Program>(
      page,
      `mutation M($input: ${type}!) { done: ${field}(input: $input) { program { id version } problems { code path } } }`,
      { input: { programId: id, version, ...input } },
    );
    version = done.program.version;
  };
  await step("setProgramPhases", "SetProgramPhasesInput", {
    phases: [{ name: "Arriving", criteria: [{ name: "I know whom to call" }] }, { name: "Going on" }],
  });
  await step("setProgramIntake", "SetProgramIntakeInput", {
    items: [
      { kind: "TASK", name: "Look at the house rules", owner: "CLIENT", dueDays: 3 },
      { kind: "DOCUMENT", name: "Insurance card", owner: "CLIENT", dueDays: 7, required: false },
      { kind: "TASK", name: "Prepare the first talk", owner: "STAFF", dueDays: 7 },
    ],
  });
  await step("updateProgram", "UpdateProgramInput", { details: details(name, 1) });
  await step("setProgramState", "SetProgramStateInput", { state: "OPEN" });
  return {
    id,
    grow: () => step("updateProgram", "UpdateProgramInput", { details: details(name, 2) }),
    page,
  };
}

async function begin(page: Page, programId: string, clientId: string, state: string): Promise<Way["enrollment"]> {
  const done = await admin<Way>(
    page,
    "mutation B($input: BeginEnrollmentInput!) { done: beginEnrollment(input: $input) { enrollment { id version state } problems { code path } } }",
    { input: { clientMutationId: randomUUID(), programId, clientId, state } },
  );
  return done.enrollment;
}

async function idOf(page: Page): Promise<string> {
  type Me = { data: { viewer: { account: { member: { id: string } } } } };
  return (await graphql<Me>(page, "query Me { viewer { account { member { id } } } }")).data.viewer.account.member.id;
}

test("waiting, a place, the first papers, on to aftercare: each from Today or the program's page", async ({
  visit,
}) => {
  test.setTimeout(240_000);
  const name = `Lantern evenings ${unique}`;
  const first = await newClient(visit, "Ilya Storm");
  const { page } = await newClient(visit, "Mina Okoro");
  const program = await fullProgram(visit, name);
  await begin(program.page, program.id, await idOf(first.page), "ACTIVE");
  const way = await begin(program.page, program.id, await idOf(page), "WAITLISTED");

  // In line: where one is, and one press a week.
  await page.goto("/harbor-light/me/today");
  await settled(page);
  await expect(page.getByText("You are number 1 in line.")).toBeVisible();
  await page.getByRole("button", { name: "Hopeful" }).tap();
  await expect(page.getByText("Saved. The people who keep in touch with you can see it.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "Hopeful", pressed: true })).toBeVisible();

  // A place is freed: offered at once, taken with one press.
  await program.grow();
  await page.reload();
  await expect(page.getByRole("heading", { name: `There is a place for you: ${name}` })).toBeVisible();
  await page.getByRole("button", { name: "Not now", exact: true }).tap();
  await page.getByRole("button", { name: "Back" }).tap();
  await page.getByRole("button", { name: "Yes, I take it" }).tap();
  await expect(page.getByText(`You have a place in ${name}.`)).toBeVisible();

  // What is theirs to do.
  await page.getByRole("link", { name: /2 things to do to begin/ }).tap();
  await settled(page);
  await page.getByRole("button", { name: "Done", exact: true }).tap();
  await expect(page.getByRole("button", { name: "Not done after all" })).toBeVisible();
  await page.getByRole("button", { name: "I gave it to somebody" }).tap();
  await expect(page.getByRole("button", { name: "Not done after all" })).toHaveCount(2);
  await expect(page.getByText("Prepare the first talk")).toBeVisible();
  await page.goto("/harbor-light/me/today");
  await settled(page);
  await expect(page.getByText("to do to begin")).toBeHidden();

  // In the program: ready for what comes next?
  type Found = { data: { enrollment: { version: number } } };
  const move = async (to: string, rest: Record<string, unknown> = {}) => {
    const found = await graphql<Found>(program.page, "query V($id: ID!) { enrollment(id: $id) { version } }", {
      id: way.id,
    });
    await admin(
      program.page,
      "mutation M($input: MoveEnrollmentInput!) { done: moveEnrollment(input: $input) { enrollment { id } problems { code path } } }",
      { input: { enrollmentId: way.id, version: found.data.enrollment.version, to, ...rest } },
    );
  };
  await move("ACTIVE");
  await page.goto("/harbor-light/me/program");
  await settled(page);
  await page.getByRole("button", { name: "I'm ready" }).tap();
  await expect(page.getByRole("button", { name: "I'm ready", pressed: true })).toBeVisible();

  // What comes next is their own choice.
  await move("DISCHARGED", {
    discharge: {
      reason: "COMPLETED",
      overdoseEducation: "GIVEN",
      crisisPlan: "GIVEN",
      aftercare: { choice: "NO", until: null },
    },
  });
  await page.goto("/harbor-light/me/today");
  await page.getByRole("link", { name: /What comes next/ }).tap();
  await page.getByText("Stay connected as long as I want").tap();
  await page.getByRole("button", { name: "Save" }).tap();
  await expect(page.getByText("Saved. You can change it at any time.")).toBeVisible();
  await expect(page.getByText("Staying connected").first()).toBeVisible();
  await page.getByText("Your way so far").tap();
  await expect(page.getByRole("list", { name: "Your way so far" })).toContainText("A place was kept for you");
});

test("out of the line without a reason", async ({ visit }) => {
  test.setTimeout(180_000);
  const name = `Morning lantern ${unique}`;
  const first = await newClient(visit, "Otto Reed");
  const { page } = await newClient(visit, "Lena Frost");
  const program = await fullProgram(visit, name);
  await begin(program.page, program.id, await idOf(first.page), "ACTIVE");
  await begin(program.page, program.id, await idOf(page), "WAITLISTED");
  await page.goto("/harbor-light/me/program");
  await settled(page);
  await page.getByRole("button", { name: "Leave the line" }).tap();
  await page.getByRole("button", { name: "Stay in line" }).tap();
  await expect(page.getByRole("button", { name: "Leave the line" })).toBeFocused();
  await page.getByRole("button", { name: "Leave the line" }).tap();
  await page.getByRole("button", { name: "Leave the line" }).tap();
  await expect(page.getByText("You left the line. You can ask again at any time.")).toBeVisible();
  await expect(page.getByText("You are in no program right now.")).toBeVisible();
});
