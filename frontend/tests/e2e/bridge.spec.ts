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
  const client = await clientNamed(admin, waits);
  await beginWay(admin, program, client, "WAITLISTED");
  type Me = { data: { viewer: { account: { member: { id: string } } } } };
  const me = await graphql<Me>(peer, "query Me { viewer { account { member { id } } } }");
  const peerId = me.data.viewer.account.member.id;
  await admin.goto(`${center}/app/clients/${client}/program`);
  await settled(admin);
  await admin.getByRole("button", { name: "Who keeps contact…" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("Keeps contact").selectOption({ label: name });
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
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

test("whoever waits says how to reach them, and the one who keeps contact finds it where they are needed", async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const admin = await visit("robin", desk);
  const [name, waits, inside] = [`Iris ${family}`, `Selma ${family}`, `Bruno ${family}`];
  const email = addressOf(name);
  const after = await mark();
  const input = { clientMutationId: randomUUID(), email, name, roles: ["FACILITATOR"], locale: "EN" };
  await graphql(
    admin,
    "mutation Invite($input: InviteMemberInput!) { inviteMember(input: $input) { problems { code } } }",
    { input },
  );
  const peer = await visit(null, phone);
  await peer.goto(linkIn(await mailTo(email, after), "/i/"));
  await peer.locator("form button.button").click();
  await peer.waitForURL("**/app/**");
  const { page } = await newClient(visit, waits);
  await newClient(visit, inside);
  const program = await newProgram(admin, `Mornings ${family}`, 1);
  await beginWay(admin, program, await clientNamed(admin, inside), "ACTIVE");
  const client = await clientNamed(admin, waits);
  const way = await beginWay(admin, program, client, "WAITLISTED");
  type Me = { data: { viewer: { account: { member: { id: string } } } } };
  const me = await graphql<Me>(peer, "query Me { viewer { account { member { id } } } }");
  await graphql(
    admin,
    "mutation Peer($input: SetEnrollmentPeerInput!) { setEnrollmentPeer(input: $input) { problems { code } } }",
    { input: { enrollmentId: way, peerId: me.data.viewer.account.member.id } },
  );

  // In her own words, on her own page.
  await page.goto(`${center}/me/settings/profile`);
  await settled(page);
  await page.getByLabel(/How and when/).fill("Text only, after 5 PM");
  await page.getByRole("button", { name: "Save how to reach me" }).tap();
  await expect(page.getByText("Saved.").first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await graphql(
    page,
    "mutation Say($input: CheckInWhileWaitingInput!) { checkInWhileWaiting(input: $input) { problems { code } } }",
    { input: { enrollmentId: way, word: "NEED_SOMEBODY" } },
  );

  // Beside the task, and beside her name; no button leads to a page that does not open.
  await peer.goto(`${center}/app/home`);
  await settled(peer);
  const task = peer.getByRole("listitem").filter({ hasText: `${waits} wants to hear from somebody` });
  await expect(task).toContainText("Text only, after 5 PM");
  await expect(task.getByRole("link", { name: "Open member" })).toHaveCount(0);
  await expect(peer.getByText("Text only, after 5 PM")).toHaveCount(2);
  expect(await peer.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await task.getByRole("button", { name: "Log contact", exact: true }).tap();
  await peer.getByRole("dialog").getByRole("button", { name: "Save contact" }).tap();
  await expect(task).toHaveCount(0);

  // Who cares for her reads it in the head of her page, and writes down what they hear.
  await admin.goto(`${center}/app/clients/${client}/overview`);
  await expect(admin.getByText("Text only, after 5 PM")).toBeVisible();
  await admin.getByRole("button", { name: "Change how to reach them" }).click();
  await admin.getByRole("dialog").getByLabel("How and when").fill("Call in the morning");
  await admin.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText("Call in the morning")).toBeVisible();
});

test("a death is recorded with words of its own, and nothing is asked that nobody can answer", async ({ visit }) => {
  test.setTimeout(120_000);
  const who = `Alma ${family}`;
  const { page } = await newClient(visit, who);
  const admin = await visit("robin", desk);
  const program = await newProgram(admin, `Harvest house ${family}`, null);
  const way = await beginWay(admin, program, await clientNamed(admin, who), "ACTIVE");
  const counselor = await visit("dana", phone);
  await counselor.goto(`${center}/app/enrollments/${way}/discharge`);
  await settled(counselor);
  await expect(counselor.getByText(/^The program ends. The account, the groups and the people stay/)).toBeVisible();
  // What was picked before the reason does not stand in the way.
  await counselor.getByText("Until a day").tap();
  await counselor.getByLabel("Reason").selectOption("DEATH");
  await expect(counselor.getByText("We are sorry.")).toBeVisible();
  await expect(counselor.getByText(/stay as they are/)).toHaveCount(0);
  await expect(counselor.getByRole("radiogroup")).toHaveCount(0);
  expect(await counselor.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await counselor.getByRole("button", { name: "Record the death" }).tap();
  await expect(counselor.getByText(`Recorded. No mail goes to ${who} any more`, { exact: false })).toBeVisible();
  await admin.goto(`${center}/app/home`);
  await expect(admin.getByText(`${who} has died`)).toBeVisible();
  // Nobody comes in with the account.
  await page.goto(`${center}/me/today`);
  await expect(page).toHaveURL(/sign-in/);
});

test("whoever is in no program is let go of as quietly", async ({ visit }) => {
  test.setTimeout(120_000);
  const who = `Enno ${family}`;
  const { page } = await newClient(visit, who);
  const counselor = await visit("dana", phone);
  const admin = await visit("robin", desk);
  const client = await clientNamed(admin, who);
  await counselor.goto(`${center}/app/clients/${client}/program`);
  await counselor.getByRole("button", { name: "Record a death" }).tap();
  const asked = counselor.getByRole("dialog");
  await expect(asked.getByText("We are sorry.")).toBeVisible();
  await asked.getByRole("button", { name: "Record the death" }).tap();
  await expect(counselor.getByText(/^Died on /)).toBeVisible();
  await expect(counselor.getByRole("button", { name: "Record a death" })).toHaveCount(0);
  await expect(counselor.getByRole("link", { name: "Book", exact: true })).toHaveCount(0);
  expect(await counselor.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.goto(`${center}/me/today`);
  await expect(page).toHaveURL(/sign-in/);
  await admin.goto(`${center}/app/home`);
  await expect(admin.getByText(`${who} has died`)).toBeVisible();
});
