import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { linkIn, mailTo, mark } from "./inbox";
import { addressOf } from "./people";
import { desk, expect, graphql, phone, type Visit } from "./test";

export type Somebody = { id: string; name: string; email: string; page: Page };
type Problems = Array<{ code: string; path?: string[] }>;

/** Somebody new, who came in by their invitation. */
async function comeIn(visit: Visit, name: string, roles: string[], counselorId?: string): Promise<Somebody> {
  const after = await mark();
  const admin = await visit("robin");
  const email = addressOf(name);
  const input = { clientMutationId: randomUUID(), email, name, roles, locale: "EN", counselorId };
  const invited = await graphql<{ data: { inviteMember: { problems: Problems } } }>(
    admin,
    "mutation Invite($input: InviteMemberInput!) { inviteMember(input: $input) { problems { code } } }",
    { input },
  );
  expect(invited.data.inviteMember.problems).toEqual([]);
  const invitation = await mailTo(email, after);
  const page = await visit(null, roles.includes("CLIENT") ? phone : desk);
  await page.goto(linkIn(invitation, "/i/"));
  await page.locator("#zone").selectOption("America/New_York");
  await page.locator("form button.button").click();
  await page.waitForURL(/\/(me|app)\//);
  const me = await graphql<{ data: { viewer: { account: { member: { id: string } } } } }>(
    page,
    "query Me { viewer { account { member { id } } } }",
  );
  return { id: me.data.viewer.account.member.id, name, email, page };
}

/** A counselor who can be booked at any hour, and a client of theirs: whatever the clock says, they can meet now. */
export async function newPair(visit: Visit, names: { counselor: string; client: string }, role = "COUNSELOR") {
  const counselor = await comeIn(visit, names.counselor, [role]);
  const days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
  const hours = await graphql<{ data: { setAvailability: { problems: Problems } } }>(
    await visit("robin"),
    "mutation Hours($input: SetAvailabilityInput!) { setAvailability(input: $input) { problems { code path } } }",
    {
      input: {
        counselorId: counselor.id,
        version: 0,
        zone: "America/New_York",
        weekly: days.map((weekday) => ({ weekday, from: "00:00", until: "00:00" })),
        exceptions: [],
        bufferBefore: 0,
        bufferAfter: 0,
        minimumNotice: 0,
        horizonDays: 60,
        slotStep: 15,
        location: "Room 2",
        onlineLink: "https://meet.example/room",
      },
    },
  );
  expect(hours.data.setAvailability.problems).toEqual([]);
  const client = await comeIn(visit, names.client, ["CLIENT"], counselor.id);
  return { counselor, client };
}
export type Pair = Awaited<ReturnType<typeof newPair>>;

type Booked = { data: { bookSession: { session: { id: string } | null; problems: Problems } } };

/** A session of the two that begins so many minutes from now. */
export async function book(pair: Pair, inMinutes: number, place: "ONLINE" | "IN_PERSON"): Promise<string> {
  const minute = 60_000;
  const startsAt = new Date(Math.ceil(Date.now() / minute) * minute + inMinutes * minute).toISOString();
  const { data } = await graphql<Booked>(
    pair.counselor.page,
    "mutation Book($input: BookSessionInput!) { bookSession(input: $input) { session { id } problems { code path } } }",
    {
      input: {
        clientMutationId: randomUUID(),
        counselorId: pair.counselor.id,
        clientId: pair.client.id,
        startsAt,
        minutes: 30,
        place,
      },
    },
  );
  expect(data.bookSession.problems).toEqual([]);
  return data.bookSession.session?.id ?? "";
}

/** The session took place, as far as the server knows. */
export async function held(pair: Pair, sessionId: string): Promise<void> {
  for (const step of ["beginSession", "endSession"]) {
    const { data } = await graphql<{ data: Record<string, { problems: Problems }> }>(
      pair.counselor.page,
      `mutation Step($id: ID!) { ${step}(sessionId: $id) { problems { code path } } }`,
      { id: sessionId },
    );
    expect(data[step]?.problems).toEqual([]);
  }
}
