import { randomUUID } from "node:crypto";
import { newClient } from "./lib/join";
import { Taps } from "./lib/taps";
import { expect, graphql, phone, settled, test } from "./lib/test";
import { askFor, byCode, sayYes } from "./lib/walk";

test("a mentor is asked in four presses; the question can be taken back", async ({ visit }) => {
  test.setTimeout(120_000);
  const { page } = await newClient(visit, "Idris Vale");
  await settled(page);
  const taps = new Taps(true);
  await taps.on(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "People" }));
  await taps.on(page.getByRole("link", { name: "Find a mentor" }));
  await taps.on(page.getByRole("link", { name: "Ask Wren" }));
  await taps.on(page.getByRole("button", { name: "Send" }));
  taps.atMost(4);
  await expect(page.getByRole("heading", { name: "Whom you asked" })).toBeVisible();
  await expect(page.getByText("Can answer until")).toBeVisible();
  // No number stands for somebody anywhere.
  await expect(page.locator("main")).not.toContainText(/score|match|%/i);

  await page.reload();
  await page.getByRole("button", { name: "Take it back" }).tap();
  await expect(page.getByText("Taken back.", { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Whom you asked" })).toBeHidden();
  await expect(page.getByText("Earlier questions")).toBeVisible();
});

test("an address alone begins nothing; what matters is said above the list and is kept", async ({ visit }) => {
  test.setTimeout(120_000);
  const { page } = await newClient(visit, "Femi Adler");
  await page.goto("/harbor-light/me/mentor/find");
  await settled(page);
  type Wish = { data: { myMentorRequest: { languages: string[]; freeHours: unknown[] } | null } };
  const wish = () =>
    graphql<Wish>(page, "query Wish { myMentorRequest { languages freeHours { weekday from until } } }");
  expect((await wish()).data.myMentorRequest).toBeNull();
  await page.getByRole("button", { name: "Show me who there is" }).tap();
  await expect(page.getByRole("heading", { name: "Who could walk with you" })).toBeVisible();

  await page.getByText("What matters to you?").tap();
  await page.getByRole("checkbox", { name: "Tuesday, Evening" }).check();
  await page.getByRole("button", { name: "Save" }).tap();
  await expect(page.getByText("Saved.")).toBeVisible();
  const kept = (await wish()).data.myMentorRequest;
  expect(kept?.languages).toEqual(["en"]);
  expect(kept?.freeHours).toHaveLength(1);
  // Now there is a reason that speaks of time.
  await expect(page.getByText("Tuesday evenings").first()).toBeVisible();

  await page.getByRole("button", { name: "Stop looking" }).tap();
  await expect(page.getByText("You don't look for anybody any more.")).toBeVisible();
});

test("several are asked in an order of one's own", async ({ visit }) => {
  test.setTimeout(120_000);
  const { page } = await newClient(visit, "Sol Marin");
  await page.goto("/harbor-light/me/people");
  await page.getByRole("link", { name: "Find a mentor" }).tap();
  await page.getByRole("link", { name: "Ask Wren" }).tap();
  await page.getByRole("link", { name: "Add somebody to ask next" }).tap();
  await page.getByRole("link", { name: /^Ask / }).first().tap();
  const order = page.getByRole("list", { name: "Whom you ask" }).getByRole("listitem");
  await expect(order).toHaveCount(2);
  await expect(order.first()).toContainText("Wren");
  await page.getByRole("button", { name: /^Ask .* earlier$/ }).tap();
  await expect(order.last()).toContainText("Wren");
  await page.getByLabel("A few words from you (optional)").fill("Evenings would be good.");
  await page.getByRole("button", { name: "Send" }).tap();
  const asked = page.getByRole("list", { name: "Whom you asked" }).getByRole("listitem");
  await expect(asked).toHaveCount(2);
  await expect(asked.last()).toContainText("Wren");
  await expect(asked.last()).toContainText("Next, if it is needed");
  await expect(asked.first()).toContainText("Evenings would be good.");
});

test("the center has an idea: not this time is said to nobody, a yes waits for the other's", async ({ visit }) => {
  test.setTimeout(150_000);
  const { page } = await newClient(visit, "Ravi Stone");
  type Me = { data: { viewer: { account: { member: { id: string } } } } };
  const me = await graphql<Me>(page, "query Me { viewer { account { member { id } } } }");
  const admin = await visit("robin");
  type Mentors = { data: { mentors: { nodes: Array<{ id: string; member: { name: string } }> } } };
  const { data } = await graphql<Mentors>(
    admin,
    "query Mentors { mentors(state: APPROVED) { nodes { id member { name } } } }",
  );
  const wren = data.mentors.nodes.find((one) => one.member.name.startsWith("Wren"))?.id;
  type Proposed = { data: { proposeMentorship: { problems: unknown[] } } };
  const propose = async () => {
    const done = await graphql<Proposed>(
      admin,
      "mutation Idea($input: ProposeMentorshipInput!) { proposeMentorship(input: $input) { problems { code } } }",
      { input: { clientId: me.data.viewer.account.member.id, mentorId: wren, way: "SUGGESTED" } },
    );
    expect(done.data.proposeMentorship.problems).toEqual([]);
  };
  await propose();
  await page.goto("/harbor-light/me/today");
  await page.getByRole("link", { name: /Somebody could walk with you/ }).tap();
  await expect(page.getByRole("heading", { name: /Wren .* and you\?/ })).toBeVisible();
  await page.getByRole("button", { name: "Not this time" }).tap();
  await expect(page.getByText("Not this time. Nobody is told, and you stay on the list.")).toBeVisible();

  await propose();
  await page.reload();
  await page.getByRole("button", { name: "Yes, walk with Wren" }).tap();
  await expect(page.getByRole("heading", { name: "Whom you asked" })).toBeVisible();
  await sayYes(await byCode(visit, "wren@mail.example"), "Ravi Stone");
  await page.reload();
  await page.waitForURL(/\/me\/mentor\/mentorship/);
});

test("two walk together: agreement, goals, a hard week, messages, a rest, a goodbye", async ({ visit }) => {
  test.setTimeout(240_000);
  const { page } = await newClient(visit, "Tamsin Rook");
  await askFor(page, "Wren");
  const mentor = await byCode(visit, "wren@mail.example");
  const pair = await sayYes(mentor, "Tamsin Rook");

  // The open page hears of it.
  await page.goto("/harbor-light/me/mentor");
  await page.waitForURL(/\/me\/mentor\/mentorship/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Wren");
  await page.getByRole("button", { name: "I have read this and agree" }).tap();
  await expect(page.getByText("How you walk together")).toBeVisible();
  await expect(page.getByRole("link", { name: "Book time with Wren" })).toBeVisible();

  // A goal of one's own: made, changed, finished.
  await page.getByRole("link", { name: "Goals" }).tap();
  await page.getByRole("button", { name: "Add a goal" }).tap();
  await page.getByLabel("What do you want to do?").fill("Sleep before midnight.");
  await page.getByRole("button", { name: "Save" }).tap();
  await expect(page.getByText("Sleep before midnight.")).toBeVisible();
  await page.getByRole("button", { name: "Change" }).tap();
  await page.getByLabel("What do you want to do?").fill("Sleep before midnight on four days.");
  await page.getByRole("button", { name: "Save" }).tap();
  await page.getByRole("button", { name: "Say something" }).tap();
  await page.getByLabel("A word on this goal").fill("It went well on Monday.");
  await page.getByRole("button", { name: "Send" }).tap();
  await expect(page.getByText("It went well on Monday.")).toBeVisible();
  await page.getByRole("button", { name: "I did it" }).tap();
  await expect(page.getByRole("heading", { name: "Done or let go" })).toBeVisible();

  // Something to hold on to, kept before it is needed.
  await page.goto("/harbor-light/me/tools");
  await settled(page);
  await page.getByRole("link", { name: /Cold water/ }).tap();
  await page.getByRole("button", { name: "Keep for a hard moment" }).tap();
  await expect(page.getByRole("button", { name: "Keep for a hard moment", pressed: true })).toBeVisible();

  // A hard week, for nobody else but the mentor where it was said.
  await page.goto(`/harbor-light/me/mentor/${pair}/check-in`);
  await settled(page);
  await page.getByText("Hard", { exact: true }).tap();
  await page.getByRole("button", { name: "Next" }).tap();
  await page.getByText("8", { exact: true }).tap();
  await expect(page.getByRole("link", { name: "Call 988" })).toBeVisible();
  await page.getByRole("radio", { name: "My mentor", exact: true }).check();
  await page.getByRole("button", { name: "Save now" }).tap();
  await expect(page.getByRole("heading", { name: "Saved. You don't have to be alone with this." })).toBeFocused();
  await expect(page.getByRole("link", { name: /Cold water/ })).toBeVisible();
  type Seen = { data: { mentorship: { checkIns: Array<{ mood: string | null; urge: number | null }> } } };
  const seen = await graphql<Seen>(
    mentor,
    "query Seen($id: ID!) { mentorship(mentorshipId: $id) { checkIns { mood urge } } }",
    { id: pair },
  );
  expect(seen.data.mentorship.checkIns).toEqual([{ mood: null, urge: 8 }]);

  // Words go both ways, live.
  await page.goto(`/harbor-light/me/mentor/${pair}/messages`);
  await settled(page);
  await page.getByLabel("Write a message").fill("Good evening.");
  await page.getByRole("button", { name: "Send" }).tap();
  await expect(page.getByRole("list", { name: "Messages" })).toContainText("Good evening.");
  await graphql(
    mentor,
    "mutation Say($input: SendPairMessageInput!) { sendPairMessage(input: $input) { problems { code } } }",
    { input: { clientMutationId: randomUUID(), mentorshipId: pair, body: "Good that you write." } },
  );
  await expect(page.getByRole("list", { name: "Messages" })).toContainText("Good that you write.");
  await page.getByRole("button", { name: "Take this message back" }).tap();
  await page.getByRole("button", { name: "Take it back" }).tap();
  await expect(page.getByRole("list", { name: "Messages" })).toContainText("You took this back");

  // A rest, and on again; the mentor's stand-in.
  await page.getByRole("link", { name: "More", exact: true }).tap();
  await page.getByText("2 weeks").tap();
  await page.getByRole("button", { name: "Take a rest" }).tap();
  await expect(page.getByRole("heading", { name: "You take a rest" })).toBeVisible();
  await page.getByRole("button", { name: "Go on together" }).tap();
  await expect(page.getByRole("heading", { name: "Take a rest" })).toBeVisible();
  // By name: a yes is to one person.
  await page.getByText("Grace may go on with me").tap();
  await expect(page.getByRole("switch", { name: "Grace may go on with me" })).toBeChecked();

  // A goodbye with words; the other says it back, and it is completed.
  await page.getByRole("link", { name: "Say goodbye" }).tap();
  await page.getByText("We got where I wanted to go").tap();
  await page.getByLabel(/^A letter to Wren/).fill("Thank you for the long silences.");
  await page.getByRole("button", { name: "Say goodbye" }).tap();
  await expect(page.getByRole("heading", { name: "You said goodbye to Wren" })).toBeVisible();
  await expect(page.getByText("Thank you for the long silences.")).toBeVisible();
  await graphql(
    mentor,
    "mutation Bye($input: EndMentorshipInput!) { endMentorship(input: $input) { problems { code } } }",
    { input: { mentorshipId: pair, reason: "TIME_IS_UP", words: "" } },
  );
  await page.reload();
  await expect(page.getByRole("heading", { name: "You walked a way together" })).toBeVisible();
  await page.getByRole("group", { name: "Did you feel heard?" }).getByText("Very much").tap();
  await page.getByRole("group", { name: "Did it help?" }).getByText("Mostly").tap();
  await page.getByRole("button", { name: "Send" }).tap();
  await expect(page.getByRole("heading", { name: "How was it?" })).toBeHidden();

  // A new beginning is as near as the first one.
  await page.goto("/harbor-light/me/people");
  await expect(page.getByRole("link", { name: "Find a mentor" })).toBeVisible();
});

test("what one lived through is shared word by word, and taken back at once", async ({ visit }) => {
  test.setTimeout(120_000);
  const { page } = await newClient(visit, "Nell Hart");
  await page.goto("/harbor-light/me/settings");
  await page.getByRole("link", { name: /What I share of my life/ }).tap();
  await page.getByText("Work and home").tap();
  await page.getByLabel("Night shifts").selectOption({ label: "Say it to whoever shares it" });
  await expect(page.getByText("Whoever shares it reads it.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("1 word", { exact: true })).toBeVisible();
  await page.getByText("Work and home").tap();
  await expect(page.getByLabel("Night shifts")).toHaveValue("SHARED");
  await page.getByLabel("Night shifts").selectOption({ label: "Nobody" });
  await expect(page.getByText("Taken back. Nothing of it is kept.")).toBeVisible();
  type Mine = { data: { myExperiences: unknown[] } };
  await expect
    .poll(async () => (await graphql<Mine>(page, "query Mine { myExperiences { visibility } }")).data.myExperiences)
    .toEqual([]);
});

test("somebody applies to mentor, and sees how far they are", async ({ visit }) => {
  test.setTimeout(120_000);
  const { page } = await newClient(visit, "Bea Lund");
  await page.goto("/harbor-light/me/mentor/become");
  await settled(page);
  await page.getByLabel("About you").fill("Three years on this way. I listen.");
  await page.getByRole("button", { name: "Send" }).tap();
  await expect(page.getByRole("heading", { name: "How far you are" })).toBeVisible();
  await expect(page.locator("[aria-current=step]")).toContainText("Applied");
  await page.getByRole("button", { name: "Add a credential" }).tap();
  await page.getByLabel("What it is").fill("Certified peer specialist");
  await page.getByLabel("Issued by").fill("State board");
  await page.getByLabel("From").fill("2024-05-01");
  await page.getByRole("button", { name: "Save" }).tap();
  await expect(page.getByText("Certified peer specialist")).toBeVisible();
  await page.getByRole("button", { name: "Remove Certified peer specialist" }).tap();
  await expect(page.getByText("Certified peer specialist")).toBeHidden();
  // A client writes nothing for the library: that is the mentors' and the staff's.
  await page.goto("/harbor-light/me/tools/new");
  await page.waitForURL(/\/me\/tools$/);
});

test("a mentor writes down what helped, hands it in, and takes it back", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await byCode(visit, "wren@mail.example", phone);
  await page.goto("/harbor-light/me/tools");
  await settled(page);
  await page.getByRole("link", { name: "Write something that helped" }).tap();
  await page.getByLabel("Title").fill("A walk around the block");
  await page.getByLabel("In your words").fill("Once around, without the phone.");
  await page.getByRole("checkbox", { name: "Stress" }).check();
  await page.getByRole("button", { name: "Save draft" }).tap();
  await expect(page.getByRole("alert").first()).toBeFocused();
  await page.getByRole("checkbox", { name: /may read it/ }).check();
  await page.getByRole("button", { name: "Save draft" }).tap();
  await expect(page.getByRole("heading", { name: "A walk around the block" })).toBeVisible();
  await page.getByRole("button", { name: "Hand it in" }).tap();
  await expect(page.getByText("Being looked at")).toBeVisible();
  await page.getByRole("button", { name: "Take it back" }).tap();
  await page.getByRole("button", { name: "Yes, take it back" }).tap();
  await expect(page.getByText("Nobody else reads it any more.")).toBeVisible();
});
