import { randomUUID } from "node:crypto";
import { heldBy, joinAs, newGroup } from "./lib/groups";
import { newClient } from "./lib/join";
import { unique } from "./lib/people";
import { desk, expect, graphql, phone, settled, test } from "./lib/test";

const center = "/harbor-light";
const SEND = "mutation Say($input: SendChatMessageInput!) { sendChatMessage(input: $input) { problems { code } } }";

test("whoever holds the room looks after its chat: answers, hides, pauses, and finds it decided in the inbox", async ({
  visit,
}) => {
  test.setTimeout(120_000);
  const group = await newGroup(visit, `Tended lantern ${unique}`, {}, 700);
  const wren = await newClient(visit, "Ines Valcourt");
  await heldBy(visit, group, wren.dana, "Dee");
  await joinAs(wren.page, group, "Wren");
  await wren.page.goto(`${center}/me/groups/${group}/chat`);
  await settled(wren.page);
  const say = async (body: string) => {
    const input = { clientMutationId: randomUUID(), groupId: group, body };
    const answer = await graphql<{ data: { sendChatMessage: { problems: unknown[] } } }>(wren.page, SEND, { input });
    expect(answer.data.sendChatMessage.problems).toEqual([]);
  };
  await say("Is anybody awake?");

  const room = await visit("dana", phone);
  await room.goto(`${center}/app/groups/${group}/chat`);
  await settled(room);
  await expect(room.getByText("Nobody watches this all the time.")).toBeVisible();
  await expect(room.getByText("Is anybody awake?")).toBeVisible();
  await room.getByLabel("Write to the group").fill("I am. Come on Tuesday.");
  await room.getByRole("button", { name: "Send" }).tap();
  await expect(wren.page.getByText("I am. Come on Tuesday.")).toBeVisible();
  // Whoever facilitates looks after everybody: there is nobody to mute.
  await room.getByRole("button", { name: "What you can do with this message from Wren" }).tap();
  await expect(room.getByRole("button", { name: /^Mute/ })).toHaveCount(0);
  await room.getByRole("button", { name: "Hide it" }).tap();
  const dialog = room.getByRole("dialog", { name: "Hide it" });
  await expect(dialog).toContainText("Nobody in the group sees the message any more. Wren stays.");
  await dialog.getByRole("button", { name: "Hide it" }).tap();
  await expect(room.getByText("Is anybody awake?")).toHaveCount(0);
  await expect(wren.page.getByText("Is anybody awake?")).toHaveCount(0);

  await say("And another thing");
  await expect(room.getByText("And another thing")).toBeVisible();
  await room.getByRole("button", { name: "What you can do with this message from Wren" }).tap();
  await room.getByRole("button", { name: "Pause the person" }).tap();
  const pause = room.getByRole("dialog", { name: "Pause the person" });
  await pause.getByLabel("Days away").fill("3");
  await pause.getByRole("button", { name: "Pause the person" }).tap();
  await expect(room.getByText("And another thing")).toHaveCount(0);
  // The open page of whoever was paused hears of it at once.
  await expect(wren.page.getByText("Your place is paused, so the chat is closed for you right now.")).toBeVisible();
  await room.goto(`${center}/app/groups/${group}/people`);
  await expect(room.getByRole("list", { name: "Paused" }).getByText("Wren", { exact: true })).toBeVisible();
  await room.goto(`${center}/app/inbox?view=handled`);
  const decided = room.getByRole("article", { name: "Decided while reading the chat" });
  await expect(decided.filter({ hasText: "And another thing" }).first()).toContainText("Paused");
  await expect(decided.filter({ hasText: "Is anybody awake?" }).first()).toContainText("Hidden");
});

test("a group runs from a sheet of its own, and goes back to the usual one", async ({ visit }) => {
  test.setTimeout(90_000);
  const group = await newGroup(visit, `Planned lantern ${unique}`, { format: "TIMED" }, 760);
  const admin = await visit("robin", desk);
  await admin.goto(`${center}/app/groups/${group}/sheet`);
  await settled(admin);
  await expect(admin.getByText("57 minutes and 5 minutes after it")).toBeVisible();
  await admin.getByRole("button", { name: "Change the sheet" }).click();
  const topic = admin.getByRole("group", { name: "Step 5: Topic" });
  await topic.getByLabel("Minutes").fill("");
  await admin.getByRole("button", { name: "Take out step 4" }).click();
  // The line that took its place has the focus: a keyboard goes on from there.
  await expect(admin.getByRole("button", { name: "Take out step 4" })).toBeFocused();
  await admin.getByRole("button", { name: "Add it" }).click();
  await admin.getByRole("button", { name: "Save" }).click();
  // What is missing is said where it is, and nothing that was written goes.
  await expect(admin.getByText("Give the step a title")).toBeVisible();
  await expect(admin.getByText("1 to 240")).toBeVisible();
  await admin
    .getByRole("group", { name: /: Topic$/ })
    .getByLabel("Minutes")
    .fill("15");
  await admin.getByLabel("Title of step 8").fill("Candle");
  await admin.getByLabel("What to say or do (optional)").fill("We light it together.");
  await admin.getByRole("button", { name: "Move step 8 up" }).click();
  await expect(admin.getByRole("button", { name: "Move step 7 up" })).toBeFocused();
  await admin.getByLabel("A turn lasts").selectOption({ label: "2 minutes" });
  await expect(admin.getByRole("status").filter({ hasText: "in all" })).toHaveText(
    "62 minutes in all and 5 minutes after it",
  );
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText("Saved.")).toBeVisible();
  await admin.reload();
  const steps = admin.getByRole("list", { name: "Steps" }).getByRole("listitem");
  await expect(steps.nth(6)).toContainText("Candle");
  await expect(steps.nth(6)).toContainText("We light it together.");
  await expect(steps.filter({ hasText: "Newcomers" })).toHaveCount(0);
  await expect(admin.getByText("2 minutes", { exact: true }).first()).toBeVisible();
  await admin.getByRole("button", { name: "Change the sheet" }).click();
  await admin.getByRole("button", { name: "Back to the usual sheet" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Back to the usual sheet" }).click();
  await expect(steps.filter({ hasText: "Candle" })).toHaveCount(0);
  await expect(steps.filter({ hasText: "Newcomers" })).toHaveCount(1);
});
