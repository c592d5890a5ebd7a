import { heldBy, joinAs, newGroup, nextMeeting } from "./lib/groups";
import { newClient } from "./lib/join";
import { unique } from "./lib/people";
import { expect, graphql, settled, test } from "./lib/test";

test("nobody takes the name of whoever holds the room, however it is written", async ({ visit }) => {
  test.setTimeout(120_000);
  const { page, dana } = await newClient(visit, "Noor Castellan");
  const group = await newGroup(visit, `Named lantern ${unique}`, {}, 600);
  await heldBy(visit, group, dana, "Dee");
  await page.goto(`/harbor-light/me/groups/${group}/join`);
  await settled(page);
  await page.getByLabel("Pronouns (optional)").fill("she/her");
  await page.getByRole("checkbox", { name: "I have read this and agree" }).check();
  await page.getByRole("checkbox", { name: /may see the name I chose/ }).check();
  // In Cyrillic letters, with an invisible one between, with the office, with another case.
  for (const alias of ["Dее", "D\u200Bee", "Facilitator Dee", "DEE", "D e e"]) {
    await page.getByLabel("Your name in this group").fill(alias);
    await page.getByRole("button", { name: "Join this group" }).tap();
    await expect(page.getByRole("alert").first(), alias).toBeFocused();
    await expect(page.getByLabel("Your name in this group")).toHaveValue(alias);
    await expect(page.getByLabel("Pronouns (optional)")).toHaveValue("she/her");
  }
  // What looks like markup is letters.
  await page.getByLabel("Your name in this group").fill("<b>Ash</b>");
  await page.getByRole("button", { name: "Join this group" }).tap();
  await expect(page.getByText("They know you as <b>Ash</b>")).toBeVisible();
});

test("a full group: a place in line, an offer on Today, and the place", async ({ visit }) => {
  test.setTimeout(150_000);
  const name = `Small lantern ${unique}`;
  const group = await newGroup(visit, name, { capacity: 2 }, 600);
  const [one, two, three] = [
    await newClient(visit, "Petra Holm"),
    await newClient(visit, "Ravi Anand"),
    await newClient(visit, "Lou Marchetti"),
  ];
  await joinAs(one.page, group, "Grey Stone");
  await joinAs(two.page, group, "Blue Fern");
  await three.page.goto(`/harbor-light/me/groups/${group}`);
  await settled(three.page);
  await three.page.getByRole("link", { name: "Take a place in line" }).tap();
  await three.page.getByLabel("Your name in this group").fill("Red Kite");
  await three.page.getByRole("checkbox", { name: "I have read this and agree" }).check();
  await three.page.getByRole("checkbox", { name: /may see the name I chose/ }).check();
  await three.page.getByRole("button", { name: "Take a place in line" }).tap();
  await expect(three.page.getByText("You are number 1 in line")).toBeVisible();
  // The name can be changed while one waits.
  await three.page.getByRole("link", { name: "Your place in this group" }).tap();
  await three.page.getByLabel("Your name in this group").fill("Calm Kite");
  await three.page.getByRole("button", { name: "Save" }).tap();
  await expect(three.page.getByText("Saved.")).toBeVisible();

  await one.page.goto(`/harbor-light/me/groups/${group}/place`);
  await one.page.getByRole("button", { name: "Leave this group" }).tap();
  await one.page.getByRole("button", { name: "Leave", exact: true }).tap();
  await expect(one.page.getByText("You left the group. You can come back when you like.")).toBeVisible();
  // Back does not bring the place back.
  await one.page.goBack();
  await expect(one.page.getByRole("link", { name: "Take a place in line" })).toBeVisible();

  await three.page.goto("/harbor-light/me/today");
  await three.page.getByRole("link", { name: `A place is free for you: ${name}` }).tap();
  await three.page.getByRole("button", { name: "Take the place" }).tap();
  await expect(three.page.getByText("They know you as Calm Kite")).toBeVisible();
  await expect(three.page.getByRole("link", { name: "Chat" })).toBeVisible();
});

test("where people meet, the code at the door notes that one came, and the sheet can be read along", async ({
  visit,
}) => {
  test.setTimeout(150_000);
  const name = `Door lantern ${unique}`;
  const group = await newGroup(visit, name, { mode: "IN_PERSON", location: "Room 4", joinUrl: null });
  const { page, dana } = await newClient(visit, "Silvan Brook");
  await heldBy(visit, group, dana, "Dee");
  await joinAs(page, group, "Warm Coat");
  const holder = await visit("dana");
  const meeting = await nextMeeting(holder, group);
  type Opened = { data: { openMeeting: { problems: unknown[] } } };
  const opened = await graphql<Opened>(
    holder,
    "mutation Open($id: ID!) { openMeeting(meetingId: $id) { problems { code } } }",
    { id: meeting },
  );
  expect(opened.data.openMeeting.problems).toEqual([]);
  type Shown = { data: { roster: { checkInCode: string } } };
  const { data } = await graphql<Shown>(holder, "query Code($id: ID!) { roster(meetingId: $id) { checkInCode } }", {
    id: meeting,
  });
  await page.goto("/harbor-light/me/today");
  await settled(page);
  await page.getByRole("button", { name: "I'm here" }).tap();
  const code = page.getByLabel("The 4 digits at the door");
  await expect(code).toBeFocused();
  await code.fill(data.roster.checkInCode === "0000" ? "0001" : "0000");
  await page.getByRole("button", { name: "Check in" }).tap();
  await expect(page.getByRole("alert")).toBeVisible();
  await code.fill(data.roster.checkInCode);
  await page.getByRole("button", { name: "Check in" }).tap();
  await expect(page.getByText("You're checked in.")).toBeVisible();

  // It runs: the sheet to read along.
  type Begun = { data: { beginMeeting: { problems: unknown[] } } };
  const begun = await graphql<Begun>(
    holder,
    "mutation Begin($id: ID!) { beginMeeting(meetingId: $id) { problems { code } } }",
    { id: meeting },
  );
  expect(begun.data.beginMeeting.problems).toEqual([]);
  await page.reload();
  await page.getByRole("link", { name: "In the room now" }).tap();
  await expect(page.getByRole("heading", { name: "What we do today" })).toBeVisible();
  await expect(page.getByText(/^Step 1 of /)).toBeVisible();
});

test("taken out: the open chat falls silent, the reason is told, and one can ask to come back once", async ({
  visit,
}) => {
  test.setTimeout(120_000);
  const group = await newGroup(visit, `Quiet lantern ${unique}`, {}, 600);
  const { page, dana } = await newClient(visit, "Basil Quent");
  await heldBy(visit, group, dana, "Dee");
  await joinAs(page, group, "Slow Snail");
  await page.goto(`/harbor-light/me/groups/${group}/chat`);
  await settled(page);
  await page.getByRole("textbox", { name: "Write to the group" }).fill("Half a thought");
  const holder = await visit("dana");
  type People = { data: { groupPeople: { nodes: Array<{ person: { id: string; alias: string } }> } } };
  const { data } = await graphql<People>(
    holder,
    "query People($id: ID!) { groupPeople(groupId: $id) { nodes { person { id alias } } } }",
    { id: group },
  );
  const id = data.groupPeople.nodes.find(({ person }) => person.alias === "Slow Snail")?.person.id;
  type Removed = { data: { removeGroupPerson: { problems: unknown[] } } };
  const removed = await graphql<Removed>(
    holder,
    "mutation Remove($input: RemoveGroupPersonInput!) { removeGroupPerson(input: $input) { problems { code } } }",
    { input: { id, reason: "You told somebody's story outside." } },
  );
  expect(removed.data.removeGroupPerson.problems).toEqual([]);
  await expect(page.getByText("Only people in this group can read its chat.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Write to the group" })).toHaveCount(0);

  await page.goto(`/harbor-light/me/groups/${group}`);
  await expect(page.getByText("You told somebody's story outside.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Join this group" })).toHaveCount(0);
  await page.getByRole("button", { name: "Ask to come back" }).tap();
  await expect(page.getByLabel("What would you like to say?")).toBeFocused();
  await page.getByLabel("What would you like to say?").fill("I am sorry, and I have learned.");
  await page.getByRole("button", { name: "Send" }).tap();
  await expect(page.getByText("You asked to come back.", { exact: false })).toBeVisible();
  await page.reload();
  await settled(page);
  await expect(page.getByRole("button", { name: "Ask to come back" })).toHaveCount(0);
});

test("a proof says what was ticked and nothing else, until it is taken back", async ({ visit, watch }) => {
  test.setTimeout(120_000);
  watch.allow(/status of 410/);
  const page = await visit("ana");
  await page.goto("/harbor-light/me/settings/proofs");
  await settled(page);
  await page.getByRole("button", { name: "Make a proof" }).click();
  await page.getByRole("checkbox", { name: "Open door" }).check();
  await page.getByRole("button", { name: "Make the page" }).click();
  await expect(page.getByRole("alert").first()).toContainText("Tick at least one thing to show");
  await page.getByRole("checkbox", { name: "How many meetings" }).check();
  await page.getByLabel("Who gets it").fill(`Office ${unique}`);
  await page.getByRole("button", { name: "Make the page" }).click();
  const link = (await page.getByText(/\/v\//).textContent()) ?? "";
  const reader = await visit(null);
  await reader.goto(link);
  await expect(reader.locator("main")).not.toContainText(/Ana|coast|Harbor|Open door|Office/);
  await expect(reader.locator("dl")).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("listitem").filter({ hasText: `Office ${unique}` });
  await expect(row).toContainText("It shows: how many meetings");
  await row.getByRole("button", { name: "Take it back" }).click();
  await expect(row.getByRole("button", { name: "Keep it" })).toBeFocused();
  await row.getByRole("button", { name: "Take it back" }).click();
  await expect(page.getByText("The page is gone.")).toBeVisible();
  const answer = await reader.reload();
  expect(answer?.status()).toBe(410);
});
