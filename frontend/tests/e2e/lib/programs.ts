import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, graphql } from "./test";

type Problems = Array<{ code: string; message: string }>;
type Made = { data: { done: { program: { id: string; version: number } | null; problems: Problems } } };

/** A program of the admin's making that takes people, with so many places. */
export async function newProgram(admin: Page, name: string, capacity: number | null): Promise<string> {
  const run = async (mutation: string, variables: Record<string, unknown>) => {
    const answer = await graphql<Made>(admin, mutation, variables);
    expect(answer.data?.done?.problems ?? answer, name).toEqual([]);
    const { program } = answer.data.done;
    if (!program) throw new Error("no program");
    return program;
  };
  const asked = "program { id version } problems { code message }";
  const made = await run(
    `mutation Make($input: CreateProgramInput!) { done: createProgram(input: $input) { ${asked} } }`,
    {
      input: { clientMutationId: randomUUID(), name },
    },
  );
  await run(`mutation Change($input: UpdateProgramInput!) { done: updateProgram(input: $input) { ${asked} } }`, {
    input: { programId: made.id, version: made.version, details: { name, level: "OUTPATIENT", capacity } },
  });
  return made.id;
}

type Begun = { data: { done: { enrollment: { id: string } | null; problems: Problems } } };

/** Begins somebody's way, as staff would. */
export async function beginWay(admin: Page, programId: string, clientId: string, state: string): Promise<string> {
  const answer = await graphql<Begun>(
    admin,
    "mutation Begin($input: BeginEnrollmentInput!) { done: beginEnrollment(input: $input) { enrollment { id } problems { code message } } }",
    { input: { clientMutationId: randomUUID(), programId, clientId, state } },
  );
  expect(answer.data?.done?.problems ?? answer).toEqual([]);
  const { enrollment } = answer.data.done;
  if (!enrollment) throw new Error("nothing has begun");
  return enrollment.id;
}

/** The id of a client by the name they were invited with. */
export async function clientNamed(admin: Page, name: string): Promise<string> {
  type Found = { data: { clients: { nodes: Array<{ id: string; member: { name: string } }> } } };
  const { data } = await graphql<Found>(
    admin,
    "query Named($search: String!) { clients(search: $search, first: 25) { nodes { id member { name } } } }",
    { search: name },
  );
  // A second run on the same world knows earlier people of the same name: the newest has the last id that nothing began with.
  const found = data.clients.nodes.filter((one) => one.member.name === name);
  const last = found.at(-1);
  if (!last) throw new Error(`${name} is not there`);
  return last.id;
}
