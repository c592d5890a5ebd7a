import type { Page } from "@playwright/test";
import { family, mentor, pairState, run, seeker, together } from "./lib/mentoring";
import { desk, expect, graphql, phone, settled, test } from "./lib/test";

const center = "/harbor-light";
const SHARE =
  "mutation Share($input: SetExperiencesInput!) { done: setExperiences(input: $input) { problems { code path } } }";
const END =
  "mutation End($input: EndMentorshipInput!) { done: endMentorship(input: $input) { problems { code path } } }";

test("why these two: in words that both agreed to, and never a number for whoever is asked", async ({ visit }) => {
  test.setTimeout(150_000);
  const guide = await mentor(visit, `Rowan ${family}`);
  const client = await seeker(visit, `Pilar ${family}`);
  const share = (page: Page, code: string, visibility: string) =>
    run(page, SHARE, { input: { experiences: [{ code, visibility }] } });
  for (const { page } of [guide, client]) await share(page, "young_children", "SHARED");
  // One of them only lets it be weighed: then nobody reads it.
  await share(guide.page, "night_shift", "SHARED");
  await share(client.page, "night_shift", "SILENT");

  const admin = await visit("robin", desk);
  await admin.goto(`${center}/app/mentorship?view=suggested&client=${client.id}`);
  const card = admin.getByRole("article", { name: guide.name });
  await expect(card).toContainText("You share: small children");
  await expect(card).not.toContainText("night shifts");
  await card.getByRole("button", { name: `Match with ${guide.name}` }).click();
  const dialog = admin.getByRole("dialog", { name: `Ask ${client.name} and ${guide.name}?` });
  for (const reader of [client, guide]) {
    const reads = dialog.getByRole("region", { name: `What ${reader.name} reads` });
    await expect(reads.getByRole("list", { name: "Why they may fit" })).toContainText("You share: small children");
    await expect(reads).not.toContainText(/night shifts|score|points|%/i);
  }
  await dialog.getByRole("button", { name: "Ask both" }).click();
  await expect(admin.getByText("Both have been asked.")).toBeVisible();

  await client.page.goto(`${center}/me/mentor`);
  const offer = client.page.getByRole("region", { name: `${guide.name} and you?` });
  await expect(offer.getByRole("list", { name: "Why you may fit" })).toContainText("You share: small children");
  await expect(client.page.locator("main")).not.toContainText(/night shifts|score|match|points|%/i);
  const room = await visit(guide.state, phone);
  await room.goto(`${center}/app/home`);
  const asked = room.getByRole("list", { name: "Somebody asks" });
  await expect(asked.getByRole("list", { name: "Why they may fit" })).toContainText("You share: small children");
  await expect(asked).not.toContainText(/night shifts|score|points|%/i);

  // Taken back: from now on nobody is proposed for it.
  await share(client.page, "young_children", "OFF");
  await admin.reload();
  await expect(card).toBeVisible();
  await expect(card).not.toContainText("small children");
});

test("both say goodbye at once: nobody's words are lost, and it ends once", async ({ visit }) => {
  test.setTimeout(150_000);
  const guide = await mentor(visit, `Sorrel ${family}`);
  const client = await seeker(visit, `Ottilie ${family}`);
  const pair = await together(visit, client, guide);
  const { page } = client;
  // This screen hears of nothing by itself: that somebody was faster comes with the answer.
  await page.routeWebSocket(/graphql\/live/, () => {});
  await page.goto(`${center}/me/mentor/${pair}/goodbye`);
  await page.getByText("We got where I wanted to go").tap();
  await page.getByLabel(/^A letter to Sorrel/).fill("Thank you for the long silences.");

  const room = await visit(guide.state, desk);
  await room.goto(`${center}/app/mentorship/mine/${pair}?part=pair`);
  await room.getByRole("button", { name: "Say goodbye" }).click();
  const asking = room.getByRole("dialog");
  await asking.getByLabel(/^A letter/).fill("Thank you for the walks.");
  await asking.getByRole("button", { name: "Say goodbye" }).click();
  await expect(asking).toHaveCount(0);

  await page.getByRole("button", { name: "Say goodbye" }).tap();
  await expect(page.getByRole("alert")).toContainText("A goodbye was said a moment ago.");
  await expect(page.getByRole("heading", { name: "Sorrel says goodbye" })).toBeVisible();
  await expect(page.getByText("Thank you for the walks.")).toBeVisible();
  await expect(page.getByLabel(/^A letter to Sorrel/)).toHaveValue("Thank you for the long silences.");
  expect(await pairState(page, pair)).toBe("CLOSING");
  await page.getByRole("button", { name: "Say goodbye, too" }).tap();
  await expect(page.getByRole("heading", { name: "You walked a way together" })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/mentor/${pair}$`));
  expect(await pairState(page, pair)).toBe("CLOSED");

  // The first goodbye is the one that is kept; the other's words are where the two write to each other.
  type Kept = { data: { mentorship: { endedByMe: boolean; endWords: string } } };
  const kept = await graphql<Kept>(
    guide.page,
    "query Kept($id: ID!) { mentorship(mentorshipId: $id) { endedByMe endWords } }",
    { id: pair },
  );
  expect(kept.data.mentorship).toEqual({ endedByMe: true, endWords: "Thank you for the walks." });
  await room.goto(`${center}/app/mentorship/mine/${pair}`);
  await expect(room.getByRole("list", { name: "Messages" })).toContainText("Thank you for the long silences.");
});

test("it ends while a letter is being written: one goes on typing, and takes the letter along", async ({ visit }) => {
  test.setTimeout(150_000);
  const guide = await mentor(visit, `Linden ${family}`);
  const client = await seeker(visit, `Amaru ${family}`);
  const pair = await together(visit, client, guide);
  const { page } = client;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${center}/me/mentor/${pair}/goodbye`);
  await settled(page);
  const letter = page.getByLabel(/^A letter to Linden/);
  await letter.tap();
  await page.keyboard.type("You listened");
  const say = { mentorshipId: pair, reason: "TIME_IS_UP", words: "Go well." };
  await run(guide.page, END, { input: say });
  await expect(page.getByText("Go well.")).toBeVisible();
  await expect(letter).toBeFocused();
  await page.keyboard.type(" when nobody did.");

  await run(await visit("robin"), END, { input: { ...say, words: "" } });
  const unsent = page.getByLabel("Your letter, not sent");
  await expect(unsent).toHaveValue("You listened when nobody did.");
  await page.getByRole("button", { name: "Copy the letter" }).tap();
  await expect(page.getByText("Copied.", { exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("You listened when nobody did.");
  await page.getByRole("link", { name: "How was it?" }).tap();
  await expect(page.getByRole("heading", { name: "How was it?" })).toBeVisible();
});

test("whoever is named to stand in is asked at home, and the client reads a name only after their yes", async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const [guide, other] = [await mentor(visit, `Hazel ${family}`), await mentor(visit, `Juniper ${family}`)];
  const client = await seeker(visit, `Nour ${family}`);
  const pair = await together(visit, client, guide);
  const room = await visit(guide.state, desk);
  await room.goto(`${center}/app/mentorship/mine/profile`);
  await room.getByLabel("Who stands in").selectOption({ label: other.name });
  await room.getByRole("button", { name: "Save" }).click();
  await expect(room.getByText(`${other.name} was asked and has not answered yet.`)).toBeVisible();
  await client.page.goto(`${center}/me/mentor/${pair}/more`);
  await settled(client.page);
  await expect(client.page.getByText("Juniper")).toHaveCount(0);

  const home = await visit(other.state, phone);
  await home.goto(`${center}/app/home`);
  await expect(home.getByRole("heading", { name: `${guide.name} would like you to stand in for them` })).toBeVisible();
  expect(await home.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await home.getByRole("button", { name: `Yes, I'd stand in for ${guide.name}` }).tap();
  await expect(home.getByText(`Thank you. You stand in for ${guide.name}.`)).toBeVisible();
  await home.goto(`${center}/app/mentorship/mine`);
  await expect(home.getByRole("list", { name: "You stand in for" })).toContainText(guide.name);

  await client.page.reload();
  await client.page.getByText("Juniper may go on with me").tap();
  await expect(client.page.getByRole("switch", { name: "Juniper may go on with me" })).toBeChecked();
  await run(guide.page, "mutation Rest { done: pauseMeAsMentor { problems { code path } } }");
  await client.page.goto(`${center}/me/mentor`);
  await expect(client.page.getByRole("heading", { level: 1 })).toContainText("Juniper");
});

test("what a pair keeps: a walk that nobody booked, how much there is to read, and a goal whose day comes", async ({
  visit,
}) => {
  test.setTimeout(150_000);
  const guide = await mentor(visit, `Maple ${family}`);
  const client = await seeker(visit, `Soledad ${family}`);
  const pair = await together(visit, client, guide);
  const { page } = client;
  const [today] = new Date().toISOString().split("T");
  await run(
    page,
    "mutation Goal($input: CreateGoalInput!) { done: createGoal(input: $input) { problems { code path } } }",
    { input: { mentorshipId: pair, text: "Call my sister.", targetOn: today } },
  );
  await page.goto(`${center}/me/today`);
  await expect(page.getByRole("list", { name: "Goals whose day comes" })).toContainText("Call my sister.");
  await page.goto(`${center}/me/mentor/${pair}`);
  await page.getByRole("button", { name: "Note a meeting" }).tap();
  await page.getByLabel("Minutes").fill("40");
  await page.getByRole("button", { name: "Save" }).tap();
  await expect(page.getByRole("list", { name: "When you met" })).toContainText("40 min");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await run(
    page,
    "mutation Say($input: SendPairMessageInput!) { done: sendPairMessage(input: $input) { problems { code path } } }",
    { input: { clientMutationId: crypto.randomUUID(), mentorshipId: pair, body: "Hello." } },
  );

  const room = await visit(guide.state, phone);
  await room.goto(`${center}/app/mentorship/mine`);
  await expect(room.getByText("1 new message")).toBeVisible();
  await room.goto(`${center}/app/mentorship/mine/${pair}?part=meetings`);
  await expect(room.getByRole("list", { name: "Meetings" })).toContainText("40 min");
  await room.getByRole("link", { name: "Messages (1 new)" }).tap();
  await expect(room.getByRole("list", { name: "Messages" })).toContainText("Hello.");
  await expect(room.getByRole("link", { name: "Messages", exact: true })).toBeVisible();
});
