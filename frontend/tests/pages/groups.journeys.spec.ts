import { expect, type Locator, type Page, test } from "@playwright/test";
import { group, message, messages, place } from "./groups-fixture";
import { type Answers, type Setting, serve } from "./harness";
import { evening, portal } from "./portal-fixture";

test.use({ viewport: { width: 390, height: 844 } });

async function open(page: Page, path: string, answers: Answers = {}, live?: Setting["live"]) {
  const asked = await serve(page, { ...portal, live, answers: { ...portal.answers, ...answers } });
  await page.goto(path);
  await page.locator("main h1").waitFor();
  return { of: (name: string) => asked.filter((one) => one.name === name) };
}
const input = (request: { variables: Record<string, unknown> } | undefined) =>
  request?.variables.input as Record<string, unknown>;
const refused = (message: string, path: string[]) => ({
  __typename: "InvalidInput",
  code: "INVALID",
  message,
  path,
});

type Sent = { type: string; id?: string; payload?: { variables?: { groupId?: string } } };

/** A live connection that the test can cut, and whose chat it can end. */
function line() {
  let cut = false;
  let close = () => {};
  let end: (() => void) | undefined;
  const live: Setting["live"] = (socket) => {
    if (cut) return void socket.close({ code: 3000 });
    close = () => void socket.close({ code: 3000 });
    socket.onMessage((text) => {
      const sent = JSON.parse(String(text)) as Sent;
      if (sent.type === "connection_init") socket.send(JSON.stringify({ type: "connection_ack" }));
      if (sent.type === "subscribe" && sent.payload?.variables?.groupId) {
        end = () => socket.send(JSON.stringify({ id: sent.id, type: "complete" }));
      }
    });
  };
  return {
    live,
    cut: () => {
      cut = true;
      close();
    },
    mend: () => {
      cut = false;
    },
    /** The chat is listened to. */
    heard: () => expect.poll(() => end !== undefined).toBe(true),
    end: () => end?.(),
  };
}
const chatPage = (nodes: unknown[]) => ({
  chatMessages: {
    nodes,
    pageInfo: { hasPreviousPage: false, startCursor: null },
    keptDays: 30,
    mustReadAgreement: false,
    readUntil: "message:1",
  },
});

test("a broken line is told in the chat; what was missed is there when it is back", async ({ page }) => {
  const wire = line();
  let missed: unknown[] = [];
  await open(page, "/harbor/me/groups/group:1/chat", { ChatPage: () => chatPage([...messages, ...missed]) }, wire.live);
  await expect(page.getByText("I will be there.")).toBeVisible();
  await wire.heard();
  wire.cut();
  await expect(page.getByText("The connection is broken.", { exact: false })).toBeVisible();
  missed = [message("message:6", "2026-11-22T22:09:00Z", { body: "Said meanwhile." })];
  wire.mend();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(page.getByText("Said meanwhile.")).toBeVisible();
  await expect(page.getByText("The connection is broken.", { exact: false })).toHaveCount(0);
});

test("a stream that ended says so, keeps help in sight, and can be tried again", async ({ page }) => {
  const wire = line();
  await open(page, "/harbor/me/groups/group:1/chat", {}, wire.live);
  await expect(page.getByRole("textbox", { name: "Write to the group" })).toBeVisible();
  await wire.heard();
  wire.end();
  await expect(page.getByText("New messages don't arrive here any more.", { exact: false })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "Get help now" })).toBeInViewport();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("textbox", { name: "Write to the group" })).toBeVisible();
});

test("a chat begins at its newest message, also when one comes back to it", async ({ page }) => {
  const long = [1, 2, 3, 4, 5].map((hour) => message(`message:${hour}0`, `2026-11-22T1${hour}:00:00Z`));
  await open(page, "/harbor/me/groups/group:1", { ChatPage: chatPage([...long, ...messages]) });
  for (const _ of ["first", "again"]) {
    await page.getByRole("link", { name: /^Chat/ }).click();
    await expect(page.getByRole("article").last()).toBeInViewport();
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(0);
    await page.goBack();
    await expect(page.getByRole("heading", { name: "Next dates" })).toBeVisible();
  }
});

test("a message of 64 kB stays whole, to be shortened; markup is only text", async ({ page }) => {
  const { of } = await open(page, "/harbor/me/groups/group:1/chat", {
    SendChatMessage: ({ input: sent }: Record<string, unknown>) => ({
      sendChatMessage: {
        message: message("message:7", "2026-11-22T22:10:00Z", {
          mine: true,
          body: (sent as { body: string }).body,
        }),
        problems: [],
      },
    }),
  });
  const field = page.getByRole("textbox", { name: "Write to the group" });
  await field.fill("x".repeat(64 << 10));
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("A message can have up to 4,000 letters. This one has 65,536.")).toBeVisible();
  await expect(field).toBeFocused();
  expect((await field.inputValue()).length).toBe(64 << 10);
  expect(of("SendChatMessage")).toHaveLength(0);
  const markup = "<script>document.title='x'</script><img src=x onerror=alert(1)>";
  await field.fill(markup);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("article").last()).toContainText(markup);
  await expect(page.locator("article img, article script")).toHaveCount(0);
  await expect(field).toHaveValue("");
});

test("words that did not arrive stay, and are sent once", async ({ page }) => {
  let down = true;
  const { of } = await open(page, "/harbor/me/groups/group:1/chat", {
    SendChatMessage: () =>
      down
        ? new Response(null, { status: 503 })
        : {
            sendChatMessage: {
              message: message("message:8", "2026-11-22T22:10:00Z", { mine: true, body: "On my way." }),
              problems: [],
            },
          },
  });
  const field = page.getByRole("textbox", { name: "Write to the group" });
  await field.fill("On my way.");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Something went wrong on our side.", { exact: false })).toBeVisible();
  await expect(field).toHaveValue("On my way.");
  down = false;
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("article").last()).toContainText("On my way.");
  expect(new Set(of("SendChatMessage").map((one) => input(one).clientMutationId)).size).toBe(1);
});

test("what one does about a message keeps the focus", async ({ page }) => {
  await open(page, "/harbor/me/groups/group:1/chat");
  const more = page.getByRole("button", { name: "What you can do with this message from Quiet Heron" });
  await more.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Change", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Your message" })).toBeFocused();
  await page.getByRole("button", { name: "Cancel" }).focus();
  await page.keyboard.press("Enter");
  await expect(more).toBeFocused();
});

test("two taps join once; a name that imitates somebody is refused, and what was written stays", async ({ page }) => {
  let taken = true;
  let mine: ReturnType<typeof place> | null = null;
  const { of } = await open(page, "/harbor/me/groups/group:2/join", {
    OneGroup: () => ({ group: group("group:2", "Morning walk", { myMembership: mine }) }),
    JoinGroup: () => {
      if (taken)
        return {
          joinGroup: {
            group: null,
            problems: [refused("Somebody in the group has this name, or one that looks like it", ["input", "alias"])],
          },
        };
      mine = place("ACTIVE", { alias: "Moss" });
      return { joinGroup: { group: { id: "group:2", myMembership: mine }, problems: [] } };
    },
  });
  await page.getByLabel("Your name in this group").fill("Mаrcus");
  await page.getByLabel("Pronouns (optional)").fill("they/them");
  await page.getByRole("checkbox", { name: "I have read this and agree" }).check();
  await page.getByRole("checkbox", { name: /may see the name I chose/ }).check();
  await page.getByRole("button", { name: "Join this group" }).click();
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByRole("alert")).toContainText("looks like it");
  await expect(page.getByLabel("Pronouns (optional)")).toHaveValue("they/them");
  taken = false;
  await page.getByLabel("Your name in this group").fill("Moss");
  await page.getByRole("button", { name: "Join this group" }).dblclick();
  await expect(page.getByText("You're in. The group knows you as Moss.")).toHaveCount(1);
  await expect(page.getByRole("link", { name: "Your place in this group" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Join this group" })).toHaveCount(0);
  expect(of("JoinGroup")).toHaveLength(2);
});

test("Back after leaving leads to the group, not to a place that is gone", async ({ page }) => {
  let mine: ReturnType<typeof place> | null = place("ACTIVE");
  await open(page, "/harbor/me/groups/group:1", {
    OneGroup: () => ({ group: group("group:1", "Evening group", { myMembership: mine }) }),
    LeaveGroup: () => {
      mine = null;
      return { leaveGroup: { group: { id: "group:1" }, problems: [] } };
    },
  });
  await page.getByRole("link", { name: "Your place in this group" }).click();
  await page.getByRole("button", { name: "Leave this group" }).click();
  await expect(page.getByRole("button", { name: "Stay" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Leave this group" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(page.getByText("You left the group.", { exact: false })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("link", { name: "Join this group" })).toBeVisible();
  await page.goto("/harbor/me/groups/group:1/place");
  await expect(page.getByRole("link", { name: "Join this group" })).toBeVisible();
});

test("another agreement that comes meanwhile has to be read, too", async ({ page }) => {
  let version = 2;
  const { of } = await open(page, "/harbor/me/groups/group:2/join", {
    OneGroup: () => ({
      group: group("group:2", "Morning walk", {
        agreement: { version, lines: version === 2 ? ["What is said here stays here."] : ["Phones stay outside."] },
      }),
    }),
    JoinGroup: () => {
      version = 3;
      return { joinGroup: { group: null, problems: [refused("This changed", ["input", "agreementVersion"])] } };
    },
  });
  await page.getByLabel("Your name in this group").fill("Moss");
  await page.getByRole("checkbox", { name: "I have read this and agree" }).check();
  await page.getByRole("checkbox", { name: /may see the name I chose/ }).check();
  await page.getByRole("button", { name: "Join this group" }).click();
  await expect(page.getByText("Phones stay outside.")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "I have read this and agree" })).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: /may see the name I chose/ })).toBeChecked();
  expect(of("JoinGroup")).toHaveLength(1);
});

test("Today says what waits for a word, and leads to it", async ({ page }) => {
  await open(page, "/harbor/me/today", evening);
  const rows = page.getByRole("list", { name: "To do" }).getByRole("link");
  await expect(rows).toHaveCount(6);
  await expect(rows.first()).toContainText("A place is free for you: Book study");
  await expect(rows.nth(1)).toContainText("The group learns nothing about you until you come.");
  await expect(rows.nth(2)).toHaveAttribute("href", /groups\/group:1#agreement$/);
  // What others decided about one's place is not found out by chance.
  await expect(rows.nth(3)).toContainText("Your place is paused: Night owls");
  await expect(rows.nth(4)).toContainText("Not now: Reading room");
  await expect(rows.nth(5)).toContainText("You are let in: Early birds");
  await expect(rows.nth(5)).toContainText("Choose another name as you join.");
});

test("whoever asked in vain reads why, and can ask again; whoever left by themself reads nothing", async ({ page }) => {
  let mine = place("LEFT", { leftBecause: "NOT_NOW" });
  let state = "ACTIVE";
  await open(page, "/harbor/me/groups/group:3", {
    OneGroup: () => ({ group: group("group:3", "Book study", { access: "CLOSED", state, myMembership: mine }) }),
  });
  await expect(page.getByText("You can ask again later", { exact: false })).toBeVisible();
  await expect(page.getByRole("link", { name: "Ask to join" })).toBeVisible();
  mine = place("LEFT", { leftBecause: "UNANSWERED" });
  await page.reload();
  await expect(page.getByText("You are not in line any more")).toBeVisible();
  mine = place("LEFT", { leftBecause: "GROUP_ENDED" });
  state = "CLOSED";
  await page.reload();
  await expect(page.getByText("This group has ended")).toHaveCount(1);
  await expect(page.getByRole("link", { name: "Ask to join" })).toHaveCount(0);
  mine = place("LEFT");
  state = "ACTIVE";
  await page.reload();
  await expect(page.getByRole("link", { name: "Ask to join" })).toBeVisible();
  await expect(page.getByText("Not now")).toHaveCount(0);
});

test("sessions and meetings are one line of time; past ones hold one's own notes", async ({ page }) => {
  await open(page, "/harbor/me/schedule");
  const rows = page.getByRole("list", { name: "Upcoming" }).getByRole("listitem");
  await expect(rows).toHaveText([/Evening group/, /Dana Whitfield/, /Called off/, /Dana Whitfield/]);
  await page.getByRole("link", { name: "Past" }).click();
  const past = page.getByRole("list", { name: "Past" });
  await past.getByText("Notes", { exact: true }).click();
  await expect(past.getByText("You told us about your new job.")).toBeVisible();
  await expect(past).toContainText("Excused");
});

test("meetings nearby: what narrows them is in the address, words are not, and ways lead away quietly", async ({
  page,
}) => {
  await open(page, "/harbor/me/groups");
  await page.getByRole("link", { name: "Look at meetings nearby" }).click();
  const found = page.getByRole("list", { name: "Meetings nearby" }).getByRole("listitem");
  await expect(found).toHaveCount(2);
  const away = page.getByRole("link", { name: /^Their page.*Wharf Street discussion$/ });
  await expect(away).toHaveAttribute("rel", "noopener noreferrer");
  await page.getByText("Filters", { exact: true }).click();
  await page.getByLabel("Day").selectOption("TUESDAY");
  await expect(found).toHaveCount(1);
  expect(page.url()).toContain("day=TUESDAY");
  await page.getByRole("searchbox", { name: "Find by name or place" }).fill("early");
  await expect(page.getByText("No meetings match.")).toBeVisible();
  expect(page.url()).not.toContain("early");
  await page.getByRole("button", { name: "Clear filters" }).last().click();
  await expect(found).toHaveCount(2);
});

test("one's circle: who stands by one, how that grew, and the numbers", async ({ page }) => {
  await open(page, "/harbor/me/people");
  await page.getByRole("link", { name: /^Your circle/ }).click();
  await expect(page.getByText("Right now you have 1 counselor, 2 groups, and 3 people who hold a room.")).toBeVisible();
  await page.getByText("See the numbers").click();
  await expect(page.getByRole("row")).toHaveCount(4);
  await expect(page.getByRole("list", { name: "Before" })).toContainText("Lee Park");
});

/** Goes on with Tab until this has the focus, as far as somebody would. */
async function tabTo(page: Page, target: Locator) {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

test("a group is found, joined, written to and left with the keyboard alone", async ({ page }) => {
  let mine: ReturnType<typeof place> | null = null;
  await page.setViewportSize({ width: 1280, height: 800 });
  const { of } = await open(page, "/harbor/me/people", {
    OneGroup: () => ({ group: group("group:2", "Morning walk", { myMembership: mine }) }),
    JoinGroup: () => {
      mine = place("ACTIVE", { alias: "Moss" });
      return { joinGroup: { group: { id: "group:2", myMembership: mine }, problems: [] } };
    },
    SendChatMessage: {
      sendChatMessage: {
        message: message("message:9", "2026-11-22T22:10:00Z", { mine: true, body: "Hello all." }),
        problems: [],
      },
    },
    LeaveGroup: () => {
      mine = null;
      return { leaveGroup: { group: { id: "group:2" }, problems: [] } };
    },
  });
  const press = async (target: Locator, key = "Enter") => {
    await tabTo(page, target);
    await page.keyboard.press(key);
  };
  await press(page.getByRole("link", { name: "Find a group" }));
  await press(page.getByRole("list", { name: "All groups" }).getByRole("link", { name: /^Morning walk/ }));
  await expect(page.getByRole("heading", { name: "Morning walk", level: 1 })).toBeFocused();
  await press(page.getByRole("link", { name: "Join this group" }));
  await tabTo(page, page.getByLabel("Your name in this group"));
  await page.keyboard.type("Moss");
  await press(page.getByRole("checkbox", { name: "I have read this and agree" }), "Space");
  await press(page.getByRole("checkbox", { name: /may see the name I chose/ }), "Space");
  await page.keyboard.press("Enter");
  await press(page.getByRole("link", { name: /^Chat/ }));
  await tabTo(page, page.getByRole("textbox", { name: "Write to the group" }));
  await page.keyboard.type("Hello all.");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("article").last()).toContainText("Hello all.");
  await press(page.getByRole("link", { name: "Morning walk" }));
  await press(page.getByRole("link", { name: "Your place in this group" }));
  await press(page.getByRole("button", { name: "Leave this group" }));
  await press(page.getByRole("button", { name: "Leave", exact: true }));
  await expect(page.getByText("You left the group.", { exact: false })).toBeVisible();
  expect(of("JoinGroup")).toHaveLength(1);
  expect(of("LeaveGroup")).toHaveLength(1);
});
