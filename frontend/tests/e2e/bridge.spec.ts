import { randomUUID } from "node:crypto";
import { linkIn, mailTo, mark } from "./lib/inbox";
import { newClient } from "./lib/join";
import { family } from "./lib/mentoring";
import { addressOf } from "./lib/people";
import { beginWay, clientNamed, newProgram } from "./lib/programs";
import { desk, expect, graphql, phone, settled, test } from "./lib/test";

const center = "/harbor-light";

test("a facilitator who keeps contact keeps hours, and whoever waits books a time with them", async ({ visit }) => {
  test.setTimeout(180_000);
  const admin = await visit("robin", desk);
  const [name, waits] = [`Paz ${family}`, `Nadia ${family}`];
  const email = addressOf(name);
  const after = await mark();
  const invited = await graphql<{ data: { inviteMember: { problems: unknown[] } } }>(
    admin,
    "mutation Invite($input: InviteMemberInput!) { inviteMember(input: $input) { problems { code } } }",
    {
      input: { clientMutationId: randomUUID(), email, name, roles: ["FACILITATOR"], locale: "EN" },
    },
  );
  expect(invited.data?.inviteMember?.problems ?? invited).toEqual([]);
  const peer = await visit(null, phone);
  await peer.goto(linkIn(await mailTo(email, after), "/i/"));
  await peer.locator("#zone").selectOption("America/New_York");
  await peer.locator("form button.button").click();
  await peer.waitForURL("**/app/**");
  await peer.goto(`${center}/app/home`);
  await settled(peer);
  await expect(peer.getByRole("link", { name: "My hours" })).toHaveCount(0);

  const { page } = await newClient(visit, waits);
  // The only place is taken: she waits.
  const inside = `Tove ${family}`;
  await newClient(visit, inside);
  const program = await newProgram(admin, `Evenings ${family}`, 1);
  await beginWay(admin, program, await clientNamed(admin, inside), "ACTIVE");
  const way = await beginWay(admin, program, await clientNamed(admin, waits), "WAITLISTED");
  type Me = { data: { viewer: { account: { member: { id: string } } } } };
  const me = await graphql<Me>(peer, "query Me { viewer { account { member { id } } } }");
  const peerId = me.data.viewer.account.member.id;
  const set = await graphql<{ data: { setEnrollmentPeer: { problems: unknown[] } } }>(
    admin,
    "mutation Peer($input: SetEnrollmentPeerInput!) { setEnrollmentPeer(input: $input) { problems { code } } }",
    { input: { enrollmentId: way, peerId } },
  );
  expect(set.data.setEnrollmentPeer.problems).toEqual([]);
  await peer.reload();
  await expect(peer.getByText("They can book a time with you when you keep hours.")).toBeVisible();
  await peer.getByRole("main").getByRole("link", { name: "My hours" }).tap();
  await expect(peer).toHaveURL(/\/app\/availability/);
  await settled(peer);
  expect(await peer.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const weekly = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"].map((weekday) => ({
    weekday,
    from: "09:00",
    until: "17:00",
  }));
  const hours = await graphql<{ data: { setAvailability: { problems: unknown[] } } }>(
    peer,
    "mutation Hours($input: SetAvailabilityInput!) { setAvailability(input: $input) { problems { code path } } }",
    {
      input: {
        counselorId: peerId,
        version: 0,
        zone: "America/New_York",
        weekly,
        exceptions: [],
        bufferBefore: 0,
        bufferAfter: 0,
        minimumNotice: 60,
        horizonDays: 30,
        slotStep: 30,
        onlineLink: "https://meet.example/paz",
      },
    },
  );
  expect(hours.data.setAvailability.problems).toEqual([]);
  await page.goto(`${center}/me/program`);
  await page.getByRole("link", { name: `Find a time with ${name}` }).tap();
  await expect(page).toHaveURL(/\/me\/book/);
  await expect(page.getByRole("main")).toContainText(name.split(" ")[0] ?? name);
  await peer.goto(`${center}/app/calendar`);
  await settled(peer);
  await expect(peer.getByRole("heading", { level: 1 })).toBeVisible();
});
