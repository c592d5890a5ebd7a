import { expect, type Page, test } from "@playwright/test";
import { type Answers, serve } from "./harness";
import { calendarOf, counselor, staff } from "./staff-fixture";

const member = (id: string, name: string) => ({ __typename: "Member", id: `member:${id}`, name, pronouns: null });
const dana = member("dana", "Dana Reyes");
const imani = member("imani", "Imani Okoye");
const ana = member("ana", "Ana Ruiz");
const last = { hasNextPage: false, endCursor: null };
const down = new Response(null, { status: 500 });

/** The staff app of an admin who may do all of this; in California, while the center is in New York. */
async function open(page: Page, path: string, answers: Answers, setting = staff) {
  const viewer = setting.boot.viewer as { permissions: string[] };
  const boot = {
    ...setting.boot,
    viewer: {
      ...viewer,
      permissions: [...viewer.permissions, "MANAGE_MEMBERS", "RUN_GROUPS"],
      zone: "America/Los_Angeles",
    },
  };
  const asked = await serve(page, { ...setting, boot, answers: { ...setting.answers, ...answers } });
  await page.goto(path);
  await page.locator("main h1").waitFor();
  return (name: string) => asked.filter((one) => one.name === name).map(({ variables }) => variables);
}

const calendar: Answers = {
  ...counselor.answers,
  StaffCalendar: calendarOf(0),
  Counselors: { counselors: [dana, imani] },
  HoldSlot: { holdSlot: { holdToken: null, expiresAt: null, problems: [] } },
  FindClients: { clients: { nodes: [] } },
  NextSlots: { nextSlots: [] },
  Slots: { slots: [] },
};
const week = "/harbor/app/calendar?view=week&date=2026-11-22&who=member:dana";
/** Monday at ten. */
const cell = (page: Page) => page.locator('[data-cell="2026-11-23-600"]');

test("from the small form to all of it: kind, place and how often go along", async ({ page }) => {
  await open(page, week, calendar);
  await cell(page).click();
  const form = page.getByRole("dialog", { name: "Book a session" });
  await form.getByLabel("Kind").selectOption("session_type:check-in");
  await form.getByText("Online", { exact: true }).click();
  await form.getByLabel("Repeat").selectOption("EVERY_TWO_WEEKS");
  await form.getByLabel("How many sessions").fill("5");
  // The address has the moment once the time is settled.
  const more = form.getByRole("link", { name: /^More/ });
  await expect(more).toHaveAttribute("href", /at=2026-11-23/);
  await more.click();
  await expect(page.getByLabel("Kind")).toHaveValue("session_type:check-in");
  await expect(page.getByRole("radio", { name: "Online" })).toBeChecked();
  await expect(page.getByLabel("Repeat")).toHaveValue("EVERY_TWO_WEEKS");
  await expect(page.getByLabel("How many sessions")).toHaveValue("5");
  await expect(page.getByRole("button", { name: "Look at the dates" })).toBeVisible();
});

test("nobody books with somebody whose account is paused", async ({ page }) => {
  await open(page, week, { ...calendar, Counselors: { counselors: [imani] } });
  await cell(page).click();
  const said = page.getByRole("dialog", { name: "Book a session" });
  await expect(said.getByText("Nobody books with Dana Reyes for now.")).toBeVisible();
  await expect(said.getByRole("combobox")).toHaveCount(0);
});

const row = {
  __typename: "MemberAccount",
  email: "dana@example.org",
  emailProblem: null,
  state: "ACTIVE",
  joinedAt: "2026-10-01T15:00:00Z",
  member: { ...dana, roles: ["COUNSELOR"] },
  invitation: null,
};

test("before somebody is paused: how many sessions that concerns, and who stands in", async ({ page }) => {
  let there: unknown = down;
  let team: unknown = down;
  const of = await open(page, "/harbor/app/members", {
    Members: { members: { nodes: [row], pageInfo: last } },
    SessionsAhead: () => there,
    Counselors: () => team,
    PauseMember: { pauseMember: { account: { ...row, state: "SUSPENDED" }, problems: [] } },
  });
  await page.getByRole("button", { name: "More for Dana Reyes" }).click();
  await page.getByRole("menuitem", { name: "Pause" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Pause Dana Reyes?" });
  const again = dialog.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  there = { sessionsAhead: { sessions: 3, clients: 2 } };
  await again.click();
  await expect(dialog.getByText(/^3 sessions are ahead, with 2 people/)).toBeVisible();
  // Without the list nobody could be chosen but nobody.
  await expect(dialog.getByLabel("Who stands in")).toHaveCount(0);
  await expect(again).toBeVisible();
  team = { counselors: [dana, imani] };
  await again.click();
  await expect(dialog.getByLabel("Who stands in").getByRole("option")).toHaveText(["Nobody", "Imani Okoye"]);
  await dialog.getByLabel("Who stands in").selectOption("Imani Okoye");
  await dialog.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("The member is paused and signed out everywhere.")).toBeVisible();
  expect(of("PauseMember")).toEqual([{ memberId: "member:dana", backupId: "member:imani" }]);
});

test("nobody is paused before it is known whom that concerns", async ({ page }) => {
  let tell = () => {};
  const counted = new Promise<void>((done) => {
    tell = done;
  });
  await open(page, "/harbor/app/members", {
    Members: { members: { nodes: [row], pageInfo: last } },
    SessionsAhead: () => counted.then(() => ({ sessionsAhead: { sessions: 0, clients: 0 } })),
    Counselors: { counselors: [] },
  });
  await page.getByRole("button", { name: "More for Dana Reyes" }).click();
  await page.getByRole("menuitem", { name: "Pause" }).click();
  const pause = page.getByRole("alertdialog").getByRole("button", { name: "Pause" });
  await expect(pause).toBeDisabled();
  tell();
  await expect(pause).toBeEnabled();
});

const client = {
  __typename: "Client",
  id: "member:ana",
  member: ana,
  locale: "EN",
  zone: "America/New_York",
  contactRule: "Only by text.",
  setsContactRule: true,
  rests: false,
  program: null,
  counselors: [dana],
  nextSession: null,
  lastSession: null,
  enrollment: null,
  lastContact: null,
  quiet: false,
};

test("while an account rests nobody books for them or writes down how to reach them", async ({ page }) => {
  let rests = true;
  await open(
    page,
    "/harbor/app/clients/member:ana/overview",
    { OneClient: () => ({ client: { ...client, rests } }) },
    counselor,
  );
  const main = page.getByRole("main");
  await expect(main.getByText("Suspended")).toBeVisible();
  await expect(main.getByRole("link", { name: "Book" })).toHaveCount(0);
  await expect(main.getByText("Only by text.")).toHaveCount(0);
  rests = false;
  await page.reload();
  await expect(main.getByText("Only by text.")).toBeVisible();
  await expect(main.getByRole("link", { name: "Book" })).toBeVisible();
});

test("of somebody who died the account is left to look after: the task leads there", async ({ page }) => {
  const task = {
    id: "staff_task:1",
    kind: "CLIENT_DIED",
    createdAt: "2026-11-22T15:00:00Z",
    groupId: null,
    groupName: null,
    contactRule: null,
    opensClient: true,
    member: { ...ana, roles: ["CLIENT"] },
  };
  const of = await open(page, "/harbor/app/home", {
    StaffHome: { viewer: { today: "2026-11-22", now: staff.now, center: { id: "center:1", state: "LIVE" } } },
    StaffTasks: { staffTasks: { nodes: [task], pageInfo: last } },
    Members: { members: { nodes: [], pageInfo: last } },
  });
  await page.getByRole("link", { name: "Open member" }).click();
  await expect(page).toHaveURL(/\/app\/members$/);
  await expect.poll(() => of("Members").map(({ search }) => search)).toContain("Ana Ruiz");
});

/** Midnight at the center, as an admin is told of a moment. */
const midnight = "2026-11-20T05:00:00Z";

test("a day of the center is that day for whoever looks from farther west", async ({ page }) => {
  const handled = {
    __typename: "ModerationCase",
    id: "case:1",
    groupId: "group:1",
    groupName: "Evening group",
    kind: "FLAG",
    reason: "OTHER",
    flags: 1,
    words: null,
    person: { id: "membership:1", alias: "River", facilitates: false },
    place: null,
    removalReason: null,
    hidden: false,
    state: "KEPT",
    createdAt: midnight,
    handledAt: midnight,
    handledBy: null,
    mayDecide: false,
  };
  await open(page, "/harbor/app/inbox?view=handled", {
    StaffCases: { moderationCases: { nodes: [handled], pageInfo: last } },
  });
  await expect(page.getByText("Fri, Nov 20, by")).toBeVisible();
});

test("let into a group that is full: in line, and not in", async ({ page }) => {
  const entry = (state: string) => ({
    __typename: "GroupEntry",
    person: { __typename: "GroupPerson", id: "membership:1", alias: "River", pronouns: null },
    state,
    words: null,
    waitingSince: midnight,
    offeredUntil: null,
    joinedAt: null,
    pausedUntil: null,
    lastCame: null,
    missed: 0,
    whenQuiet: "NOTHING",
    removalReason: null,
  });
  const request = { group: { id: "group:1", name: "Evening group" }, entry: entry("APPLIED") };
  await open(page, "/harbor/app/inbox?view=requests", {
    StaffJoinRequests: { joinRequests: { nodes: [request], pageInfo: last } },
    StaffAnswerApplication: { answerApplication: { entry: entry("WAITLISTED"), problems: [] } },
  });
  await page.getByRole("button", { name: "Let River in" }).click();
  await expect(page.getByText("The group is full: River is in line now.")).toBeVisible();
});
