import { joinAs, newGroup } from "./lib/groups";
import { expectDiscreet, mailTo, mark } from "./lib/inbox";
import { newClient } from "./lib/join";
import { unique } from "./lib/people";
import { Taps } from "./lib/taps";
import { desk, expect, graphql, phone, settled, test } from "./lib/test";

const center = "/harbor-light";
/** A wall clock in New York so many minutes from now: date and time for the form. */
function soon(minutes: number): { date: string; time: string } {
  const at = new Date(Date.now() + minutes * 60_000);
  const zone = { timeZone: "America/New_York" } as const;
  return {
    date: at.toLocaleDateString("en-CA", zone),
    time: at.toLocaleTimeString("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" }),
  };
}

const JOIN = `mutation($input: JoinGroupInput!) { joinGroup(input: $input) { problems { code } } }`;
const AGREEMENT = "query($id: ID!) { group(id: $id) { agreement { version } } }";

test("from a new group to its first list: made and opened, let in, held from a phone, noted within the budget", async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const name = `Quiet table ${unique}`;
  const admin = await visit("robin", desk);
  await admin.goto(`${center}/app/groups`);
  await admin.getByRole("link", { name: "New group" }).first().click();
  await admin.getByLabel("Name of the group").fill(name);
  await admin.getByLabel("How sharing goes").selectOption("ROUND_ROBIN");
  await admin.getByText("Closed: a facilitator lets people in").click();
  await admin.getByRole("textbox", { name: "Where" }).fill("Room 4");
  await admin.getByText("Once", { exact: true }).click();
  const start = soon(6);
  await admin.getByLabel("Date", { exact: true }).fill(start.date);
  await admin.getByLabel("Time", { exact: true }).fill(start.time);
  // Short, so that a second run on the same demo finds its facilitator free again.
  await admin.getByLabel("Minutes", { exact: true }).fill("10");
  await admin.getByRole("button", { name: "Make the group" }).click();
  await expect(admin.getByText("The group is made, as a draft.")).toBeVisible();
  await admin.waitForURL("**/meetings");
  const groupId = new URL(admin.url()).pathname.split("/").at(-2) ?? "";

  await admin.getByRole("link", { name: "Who holds it" }).click();
  await admin.getByRole("button", { name: "Add somebody" }).click();
  const adding = admin.getByRole("dialog", { name: "Add somebody" });
  await adding.getByLabel("Who").selectOption({ label: "Helen Strand" });
  await adding.getByLabel("Name in the group").fill("Dee");
  await adding.getByRole("button", { name: "Add", exact: true }).click();
  await expect(admin.getByText("Known as Dee · Facilitator")).toBeVisible();
  await admin.getByRole("button", { name: "Open the group" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Open the group" }).click();
  await expect(admin.getByText("The group is open.")).toBeVisible();
  await admin.goto(`${center}/app/groups?state=ACTIVE`);
  await expect(admin.getByRole("link", { name })).toBeVisible();

  // Two people ask; one writes why.
  for (const [who, alias] of [
    ["Wilder Stone", "Heron"],
    ["Marlo Finch", "Pebble"],
  ] as const) {
    const client = await newClient(visit, who);
    const { data } = await graphql<{ data: { group: { agreement: { version: number } } } }>(client.page, AGREEMENT, {
      id: groupId,
    });
    const input = { groupId, alias, agreementVersion: data.group.agreement.version, showAlias: true };
    const answer = await graphql<{ data: { joinGroup: { problems: unknown[] } } }>(client.page, JOIN, { input });
    expect(answer.data.joinGroup.problems).toEqual([]);
  }
  // Holds no other room in the demo: whatever the hour, the rota gives them this one.
  const room = await visit("helen", phone);
  await room.goto(`${center}/app/home`);
  // An earlier run may have left people with the same names at other doors.
  const atDoor = room.getByRole("listitem").filter({ hasText: name });
  await atDoor.getByRole("button", { name: "Let Heron in" }).tap();
  await expect(room.getByText("Heron is in.")).toBeVisible();
  await room.goto(`${center}/app/inbox?view=requests`);
  await atDoor.getByRole("button", { name: "Let Pebble in" }).tap();
  await expect(room.getByText("Pebble is in.")).toBeVisible();
  await room.goto(`${center}/app/groups/${groupId}/people`);
  await expect(room.getByText("Heron", { exact: true })).toBeVisible();
  await expect(room.getByText("Wilder")).toHaveCount(0);

  // The meeting, from the sheet.
  await room.goto(`${center}/app/groups/${groupId}`);
  await settled(room);
  await room.getByRole("list", { name: "Next meetings" }).getByRole("link").first().tap();
  await expect(room.getByText("You hold this meeting.")).toBeVisible();
  await room.getByRole("button", { name: "Open the doors" }).tap();
  await expect(room.getByRole("region", { name: "Check-in code" })).toContainText(/\d{4}/);
  await room.getByRole("button", { name: "Begin", exact: true }).tap();
  await expect(room.getByText(/^Step 1 of /)).toBeVisible();
  await expect(room.getByRole("timer").first()).toContainText("left");
  await room.getByRole("button", { name: "Next", exact: true }).tap();
  await expect(room.getByText(/^Step 2 of /)).toBeVisible();
  await room.getByRole("button", { name: "Pause" }).tap();
  await expect(room.getByRole("button", { name: "Go on" })).toBeVisible();
  await room.getByRole("button", { name: "Go on" }).tap();
  expect(await room.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await room.getByRole("button", { name: "End the meeting" }).tap();
  await room.getByRole("dialog").getByRole("button", { name: "End the meeting" }).tap();
  await expect(room.getByText("Held", { exact: true })).toBeVisible();

  // Journey 10: three presses, and one for each exception.
  const list = new Taps(true);
  await room.goto(`${center}/app/home`);
  const mine = room.getByRole("listitem").filter({ hasText: name });
  await list.on(mine.getByRole("link", { name: "Take attendance" }));
  await list.on(room.getByRole("button", { name: "Everyone came" }));
  await expect(room.getByText("2 of 2 came")).toBeVisible();
  await list.on(room.getByRole("button", { name: "Pebble: Missed" }));
  await expect(room.getByText("1 of 2 came")).toBeVisible();
  await list.on(room.getByRole("button", { name: "Save" }));
  await expect(room.getByText("Saved. 1 of 2 came.")).toBeVisible();
  list.atMost(4);
  await room.reload();
  await expect(room.getByRole("button", { name: "Pebble: Missed" })).toHaveAttribute("aria-pressed", "true");
  await expect(room.getByRole("button", { name: "Heron: Came" })).toHaveAttribute("aria-pressed", "true");
  await room.goto(`${center}/app/home`);
  await settled(room);
  await expect(room.getByRole("listitem").filter({ hasText: name })).toHaveCount(0);

  // Notes: a part that names somebody else is not signed, and it says which one.
  await room.goBack();
  await room.getByRole("link", { name: "Notes" }).tap();
  await room.getByLabel("Heron", { exact: true }).fill("Spoke about work, and answered Pebble.");
  await expect(room.getByText(/^Saved \d/)).toBeVisible();
  await room.getByRole("button", { name: "Sign all" }).tap();
  await room.getByRole("button", { name: "Sign", exact: true }).tap();
  await expect(room.getByText("The part “Heron” names Pebble. Write it without the name.")).toBeVisible();
  await room.getByLabel("Heron", { exact: true }).fill("Spoke about work.");
  await room.getByRole("button", { name: "Sign all" }).tap();
  await room.getByRole("button", { name: "Sign", exact: true }).tap();
  await expect(room.getByText("Signed. Each person sees the shared part and their own.")).toBeVisible();
});

test("a group ends: what was planned is called off, its people hear of it, and nobody can come in", async ({
  visit,
}) => {
  test.setTimeout(90_000);
  const name = `Last table ${unique}`;
  const group = await newGroup(visit, name, {}, 26 * 60);
  const member = await newClient(visit, "Ilse Brandt");
  await joinAs(member.page, group, "Wren");
  const after = await mark();

  const page = await visit("robin");
  await page.goto(`${center}/app/groups/${group}`);
  await page.getByRole("button", { name: "Close the group" }).click();
  const sure = page.getByRole("alertdialog", { name: "Close this group?" });
  await expect(sure).toContainText("people with a place are told");
  await sure.getByRole("button", { name: "Close the group" }).press("Enter");
  await expect(page.getByText("The group is closed.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Open the group" })).toBeVisible();

  const told = await mailTo(member.email, after, (mail) => /^Cancelled: /.test(mail.subject));
  expectDiscreet(told);
  expect(told.text).not.toContain(name);
  await member.page.goto(`${center}/me/groups/${group}`);
  await expect(member.page.getByText("This group has ended.")).toBeVisible();
  // What was written there is not read any more: no way leads to it.
  await expect(member.page.getByRole("link", { name: /^Chat/ })).toHaveCount(0);
  await expect(member.page.getByRole("link", { name: "Join this group" })).toHaveCount(0);
  await member.page.goto(`${center}/me/schedule`);
  await settled(member.page);
  await expect(member.page.getByText(name)).toHaveCount(0);

  // Among all groups nobody finds it any more.
  await member.page.goto(`${center}/me/groups`);
  await member.page.getByRole("searchbox").fill(name);
  await expect(member.page.getByText("No groups match these filters.")).toBeVisible();
  await page.goto(`${center}/app/groups?state=CLOSED`);
  await expect(page.getByRole("link", { name })).toBeVisible();
});
