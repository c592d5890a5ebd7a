import { joinAs, newGroup } from "./lib/groups";
import { newClient } from "./lib/join";
import { Taps } from "./lib/taps";
import { expect, settled, test } from "./lib/test";

const unique = Date.now().toString(36);

test("a client finds a group, joins it by a chosen name, comes in from Today in 1 tap, and leaves", async ({
  visit,
}) => {
  test.setTimeout(150_000);
  const name = `Evening lantern ${unique}`;
  const group = await newGroup(visit, name);
  const { page } = await newClient(visit, "Mira Sandoval");

  // Looks for it: the words stay out of the address, the filters are in it.
  await page.goto("/harbor-light/me/groups");
  await settled(page);
  await page.getByRole("searchbox", { name: "Find a group by name" }).fill(unique);
  const found = page.getByRole("list", { name: "All groups" }).getByRole("listitem");
  await expect(found).toHaveCount(1);
  expect(page.url()).not.toContain(unique);
  await page.getByText("Filters", { exact: true }).tap();
  await page.getByLabel("In person or online").selectOption("IN_PERSON");
  await expect(page.getByText("No groups match these filters.")).toBeVisible();
  expect(page.url()).toContain("mode=IN_PERSON");
  await page.getByRole("button", { name: "Clear filters" }).last().tap();
  await expect(page.getByLabel("In person or online")).toHaveValue("");

  // Nothing is ticked beforehand, and what is missing is said beside it.
  await page.goto(`/harbor-light/me/groups/${group}/join`);
  await settled(page);
  await page.getByRole("button", { name: "Join this group" }).tap();
  await expect(page.getByRole("alert").first()).toContainText("Enter a name with at least 2 letters");
  await joinAs(page, group, "Quiet Heron");

  // One tap from Today into the room.
  await page.route("https://meet.example.org/**", (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Room</title><h1>The room</h1>" }),
  );
  await page.goto("/harbor-light/me/today");
  await expect(page.getByRole("heading", { name })).toBeVisible();
  const taps = new Taps(true);
  await taps.on(page.getByRole("button", { name: "Join", exact: true }));
  await expect(page.getByRole("heading", { name: "The room" })).toBeVisible();
  taps.atMost(1);

  // Changes the name, and leaves.
  await page.goto(`/harbor-light/me/groups/${group}/place`);
  await page.getByLabel("Your name in this group").fill("Loud Heron");
  await page.getByRole("radio", { name: "A wave from the group" }).check();
  await page.getByRole("button", { name: "Save" }).tap();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Your name in this group")).toHaveValue("Loud Heron");
  await expect(page.getByRole("radio", { name: "A wave from the group" })).toBeChecked();
  await page.getByRole("button", { name: "Leave this group" }).tap();
  await page.getByRole("button", { name: "Leave", exact: true }).tap();
  await expect(page.getByText("You left the group. You can come back when you like.")).toBeVisible();
  await page.goto("/harbor-light/me/today");
  await settled(page);
  await expect(page.getByRole("heading", { name })).toHaveCount(0);

  // And comes back, by the same name.
  await page.goto(`/harbor-light/me/groups/${group}`);
  await page.getByRole("link", { name: "Join this group" }).tap();
  await expect(page.getByLabel("Your name in this group")).toHaveValue("Loud Heron");
  await joinAs(page, group, "Loud Heron");
});

test("before the doors open the card says when, and there is nothing to press", async ({ visit }) => {
  test.setTimeout(90_000);
  const group = await newGroup(visit, `Later lantern ${unique}`, {}, 180);
  const { page } = await newClient(visit, "Ines Rowe");
  await joinAs(page, group, "Slow River");
  await page.goto("/harbor-light/me/today");
  await expect(page.getByText(/^Opens /)).toBeVisible();
  await expect(page.getByRole("button", { name: "Join", exact: true })).toHaveCount(0);
});

test("two members write to each other live, by the names they chose", async ({ visit }) => {
  test.setTimeout(180_000);
  const group = await newGroup(visit, `Talking lantern ${unique}`, {}, 600);
  const [one, two] = [await newClient(visit, "Vera Oduya"), await newClient(visit, "Tom Lindqvist")];
  await joinAs(one.page, group, "Copper Moth");
  await joinAs(two.page, group, "Tall Reed");
  for (const { page } of [one, two]) {
    await page.goto(`/harbor-light/me/groups/${group}/chat`);
    await settled(page);
    await expect(page.getByText("Nobody watches this all the time.")).toBeInViewport();
    await expect(page.getByText("Nothing is written yet.", { exact: false })).toBeVisible();
  }
  await one.page.getByRole("textbox", { name: "Write to the group" }).fill("Good evening, all.");
  await one.page.getByRole("button", { name: "Send" }).tap();
  const heard = two.page.getByRole("article", { name: /Copper Moth/ });
  await expect(heard).toContainText("Good evening, all.");
  await expect(two.page.getByText("New message from Copper Moth")).toBeAttached();

  // An answer with its quote, and a reaction, arrive as well.
  await heard.getByRole("button", { name: /What you can do/ }).tap();
  await heard.getByRole("button", { name: "With you" }).tap();
  await heard.getByRole("button", { name: "Answer" }).tap();
  await two.page.getByRole("textbox", { name: "Write to the group" }).fill("Good to see you.");
  await two.page.getByRole("button", { name: "Send" }).tap();
  const answer = one.page.getByRole("article", { name: /Tall Reed/ });
  await expect(answer).toContainText("Good to see you.");
  await expect(answer.locator("blockquote")).toContainText("Good evening, all.");
  await expect(one.page.getByRole("button", { name: "With you · 1" })).toBeVisible();

  // Danger: whom to call stands there at once.
  await answer.getByRole("button", { name: /What you can do/ }).tap();
  await answer.getByRole("button", { name: "Ask for a look" }).tap();
  await answer.getByRole("button", { name: "Someone may be in danger" }).tap();
  await expect(answer.getByRole("link", { name: /call 988/ })).toBeVisible();

  // Neither page holds the other's name.
  await expect(one.page.locator("body")).not.toContainText("Lindqvist");
  await expect(two.page.locator("body")).not.toContainText("Oduya");
});
