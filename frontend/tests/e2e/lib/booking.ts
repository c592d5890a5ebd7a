import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, graphql } from "./test";

type Problems = Array<{ code: string; message: string; path: string[] }>;

/** One mutation, and that nothing stood in its way. */
async function deed<T>(page: Page, mutation: string, variables: Record<string, unknown>): Promise<T> {
  const answer = await graphql<{ data: { done: T & { problems: Problems } } }>(page, mutation, variables);
  expect(answer.data?.done?.problems ?? answer, mutation.slice(0, 60)).toEqual([]);
  return answer.data.done;
}

type Kind = { id: string; version: number };
type KindDetails = { name: string; minutes: number; places: string[]; bookedBy: string[]; needsApproval: boolean };

/** A kind of sessions of the admin's making. */
export async function newKind(admin: Page, details: KindDetails) {
  const input = { clientMutationId: randomUUID(), details: { ...details, color: "TEAL" } };
  const { sessionType } = await deed<{ sessionType: Kind }>(
    admin,
    "mutation Make($input: CreateSessionTypeInput!) { done: createSessionType(input: $input) { sessionType { id version } problems { code message path } } }",
    { input },
  );
  return { ...sessionType, details: input.details };
}

/** It can't be booked any more: a center without kinds goes by length again. */
export async function dropKind(admin: Page, kind: Awaited<ReturnType<typeof newKind>>): Promise<void> {
  const input = { sessionTypeId: kind.id, version: kind.version, details: kind.details, active: false };
  await deed(
    admin,
    "mutation Drop($input: UpdateSessionTypeInput!) { done: updateSessionType(input: $input) { problems { code message path } } }",
    { input },
  );
}

/** Says yes to what somebody asked for, with a word. */
export async function approve(counselor: Page, words: string, client: string): Promise<void> {
  type Asked = { data: { sessionRequests: { nodes: Array<{ id: string; client: { name: string } }> } } };
  const { data } = await graphql<Asked>(counselor, "query Asked { sessionRequests { nodes { id client { name } } } }");
  const sessionRequestId = data.sessionRequests.nodes.find((one) => one.client.name === client)?.id;
  await deed(
    counselor,
    "mutation Yes($input: AnswerSessionRequestInput!) { done: answerSessionRequest(input: $input) { problems { code message path } } }",
    { input: { sessionRequestId, approve: true, words } },
  );
}

type Sooner = { data: { soonerRequests: Array<{ id: string; client: { name: string } }> } };

/** What this client asked, among all that the counselor is asked now. */
async function soonerOf(counselor: Page, client: string): Promise<string | undefined> {
  const { data } = await graphql<Sooner>(counselor, "query Asked { soonerRequests { id client { name } } }");
  return data.soonerRequests.find((one) => one.client.name === client)?.id;
}

/** Whoever was asked sooner has no time. */
export async function sayNo(counselor: Page, client: string): Promise<void> {
  await deed(
    counselor,
    "mutation No($id: ID!) { done: declineSooner(soonerRequestId: $id) { problems { code message path } } }",
    { id: await soonerOf(counselor, client) },
  );
}

/** Whoever was asked sooner says yes to somebody, a few minutes from now; the session's id. */
export async function sayYesSoon(counselor: Page, client: string): Promise<string> {
  const soonerRequestId = await soonerOf(counselor, client);
  const step = 5 * 60_000;
  const startsAt = new Date(Math.ceil((Date.now() + 60_000) / step) * step).toISOString();
  const { session } = await deed<{ session: { id: string } }>(
    counselor,
    "mutation Soon($input: AcceptSoonerInput!) { done: acceptSooner(input: $input) { session { id } problems { code message path } } }",
    { input: { soonerRequestId, startsAt } },
  );
  return session.id;
}

/** The counselor is away while a session should be; perhaps somebody stands in. */
export async function away(
  counselor: Page,
  counselorId: string,
  session: { startsAt: string; endsAt: string },
  backupId?: string,
) {
  const wall = (at: string) =>
    new Intl.DateTimeFormat("sv-SE", { timeZone: "America/New_York", dateStyle: "short", timeStyle: "short" })
      .format(Date.parse(at))
      .replace(" ", "T");
  await deed(
    counselor,
    "mutation Away($input: CoverAbsenceInput!) { done: coverAbsence(input: $input) { problems { code message path } } }",
    {
      input: {
        clientMutationId: randomUUID(),
        counselorId,
        localStart: wall(session.startsAt),
        localEnd: wall(session.endsAt),
        backupId,
      },
    },
  );
}

/** A draft about a session, opened to the client, and later signed. */
export async function writeNote(counselor: Page, sessionId: string) {
  type Templates = {
    data: { noteTemplates: Array<{ key: string; prompts: Array<{ key: string; required: boolean }> }> };
  };
  const { data } = await graphql<Templates>(
    counselor,
    "query Templates { noteTemplates { key prompts { key required } } }",
  );
  const [template] = data.noteTemplates;
  if (!template) throw new Error("no templates");
  const answers = template.prompts.map(({ key }) => ({ prompt: key, text: "We talked about the weeks to come." }));
  await deed(
    counselor,
    "mutation Write($input: SaveSessionNoteInput!) { done: saveSessionNote(input: $input) { problems { code message path } } }",
    { input: { sessionId, template: template.key, answers, version: 0 } },
  );
  await deed(
    counselor,
    "mutation Open($id: ID!) { done: openNoteToClient(sessionId: $id, open: true) { problems { code message path } } }",
    { id: sessionId },
  );
  return async () => {
    const query = "query Version($id: ID!) { sessionNote(sessionId: $id) { version } }";
    const now = await graphql<{ data: { sessionNote: { version: number } } }>(counselor, query, { id: sessionId });
    await deed(
      counselor,
      "mutation Sign($id: ID!, $version: Int!) { done: signSessionNote(sessionId: $id, version: $version) { problems { code message path } } }",
      { id: sessionId, version: now.data.sessionNote.version },
    );
  };
}

/** The viewer's next session. */
export async function nextSession(page: Page) {
  type Found = { data: { sessions: { nodes: Array<{ id: string; startsAt: string; endsAt: string }> } } };
  const { data } = await graphql<Found>(
    page,
    "query Mine($from: DateTime!) { sessions(from: $from, state: BOOKED, first: 1) { nodes { id startsAt endsAt } } }",
    { from: new Date().toISOString() },
  );
  const [session] = data.sessions.nodes;
  if (!session) throw new Error("nothing is booked");
  return session;
}
