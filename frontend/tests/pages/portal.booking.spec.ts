import { expect, type Page, test } from "@playwright/test";
import { type Answers, serve } from "./harness";
import { now, portal, session, slot } from "./portal-fixture";

test.use({ viewport: { width: 390, height: 844 } });

const minute = 60_000;
const dana = { __typename: "Member", id: "member:dana", name: "Dana Whitfield", pronouns: null, roles: ["COUNSELOR"] };
const imani = { __typename: "Member", id: "member:imani", name: "Imani Cole", pronouns: null, roles: ["COUNSELOR"] };
const taken = (alternatives: string[]) => ({
  __typename: "SlotTaken",
  code: "SLOT_TAKEN",
  message: "Taken",
  path: ["input", "startsAt"],
  alternatives: alternatives.map((at) => slot(at)),
});

/** The page with a clock that only the test moves, also for timers. */
async function open(page: Page, path: string, answers: Answers) {
  const asked = await serve(page, { ...portal, answers: { ...portal.answers, ...answers } });
  await page.clock.install({ time: now });
  await page.goto(path);
  await page.locator("main h1").waitFor();
  return { of: (name: string) => asked.filter((one) => one.name === name).map(({ variables }) => variables) };
}
const inputs = (asked: Array<Record<string, unknown>>) => asked.map(({ input }) => input as Record<string, unknown>);

/** A server that keeps a time for five minutes, as often as it is asked. */
function keeping() {
  const state = { held: 0, at: Date.parse(now), lost: false };
  const answers: Answers = {
    HoldSlot: () => {
      if (state.lost)
        return { holdSlot: { holdToken: null, expiresAt: null, problems: [taken(["2026-11-26T22:30:00Z"])] } };
      state.held += 1;
      const expiresAt = new Date(state.at + 5 * minute).toISOString();
      return { holdSlot: { holdToken: `token-${state.held}`, expiresAt, problems: [] } };
    },
    ReleaseHold: { releaseHold: { problems: [] } },
  };
  const pass = async (page: Page, minutes: number) => {
    state.at += minutes * minute;
    await page.clock.fastForward(minutes * minute);
  };
  return { state, answers, pass };
}

test("a kept time is renewed while the form is open; when it is not kept any more, that is said and nothing is lost", async ({
  page,
}) => {
  const { state, answers, pass } = keeping();
  const { of } = await open(page, "/harbor/me/book?minutes=60&place=ONLINE", answers);
  await page.getByRole("button", { name: /Thu, Nov 26/ }).click();
  await expect.poll(() => state.held).toBe(1);
  const ranOut = page.getByRole("alert");
  await expect(async () => {
    await pass(page, 0.5);
    await expect(ranOut).toBeVisible({ timeout: 250 });
  }).toPass({ intervals: [0], timeout: 45_000 });
  // Renewed three times, each before it ran out.
  expect(state.held).toBe(4);
  expect(state.at - Date.parse(now)).toBeGreaterThan(15 * minute);
  await expect(ranOut).toContainText("We stopped keeping Thu, Nov 26, 4:30 PM for you.");
  await expect(page.getByRole("button", { name: /^Book Thu/ })).toBeVisible();
  await expect(page.getByRole("radio", { name: "60 min" })).toBeChecked();
  await page.getByRole("button", { name: "Keep it for me again" }).click();
  await expect(page.getByText(/We stopped keeping/)).toHaveCount(0);
  await page.getByRole("button", { name: /^Book Thu/ }).click();
  await expect(page.getByRole("heading", { name: "You're booked" })).toBeVisible();
  expect(inputs(of("BookSession"))[0]).toMatchObject({ holdToken: "token-5", minutes: 60, place: "ONLINE" });
});

test("a kept time that somebody else got: the closest ones, and the choice stays", async ({ page }) => {
  const { state, answers, pass } = keeping();
  await open(page, "/harbor/me/book?minutes=60&place=ONLINE", answers);
  await page.getByRole("button", { name: /Thu, Nov 26/ }).click();
  await expect(page.getByRole("button", { name: /^Book Thu/ })).toBeVisible();
  await expect.poll(() => state.held).toBe(1);
  state.lost = true;
  await pass(page, 4.5);
  await expect(page.getByText("Someone just took 4:30 PM. Here are the closest times.")).toBeVisible();
  await expect(page.getByRole("list", { name: "Closest times" }).getByRole("button")).toHaveText(/5:30/);
  await expect(page.getByRole("radio", { name: "60 min" })).toBeChecked();
});

/** Two care for Ana; both are there on Thursday, Imani alone on Friday. */
const two: Answers = {
  BookPage: {
    viewer: { today: "2026-11-22", counselors: [dana, imani] },
    sessions: { nodes: [] },
    before: { nodes: [] },
    sessionTypes: [{ id: "type:1", name: "A plan", minutes: 60, places: ["ONLINE"], needsApproval: true }],
  },
  OpenSlots: {
    openSlots: [
      { counselor: dana, slots: [slot("2026-11-26T21:30:00Z", 60)] },
      { counselor: imani, slots: [slot("2026-11-26T21:30:00Z", 60), slot("2026-11-27T19:00:00Z", 60)] },
    ],
  },
};

test("anyone who suits, with a yes first: it is asked for, and nobody has it booked", async ({ page }) => {
  const { of } = await open(page, "/harbor/me/book?with=anyone", {
    ...two,
    AskForSession: { askForSession: { sessionRequest: { id: "request:1" }, problems: [] } },
  });
  await page.getByRole("button", { name: /Thu, Nov 26/ }).click();
  await page.getByLabel(/A word with it/).fill("About next year.");
  await page.getByRole("button", { name: "Ask for Thu, Nov 26, 4:30 PM" }).click();
  await expect(page.getByText("You asked. You'll hear when there is an answer.")).toBeVisible();
  expect(of("HoldSlot")).toHaveLength(0);
  expect(inputs(of("AskForSession"))[0]).toMatchObject({
    typeId: "type:1",
    place: "ONLINE",
    words: "About next year.",
  });
});

test("anyone who suits: when nobody is free any more, the closest times of all are there", async ({ page }) => {
  const problem = { __typename: "InvalidInput", code: "nobody_free", message: "Nobody is free", path: ["startsAt"] };
  await open(page, "/harbor/me/book?with=anyone", {
    ...two,
    BookPage: { ...(two.BookPage as object), sessionTypes: [] },
    BookSomebody: { bookSomebody: { session: null, problems: [problem] } },
  });
  await page.getByRole("button", { name: /Thu, Nov 26/ }).click();
  await page.getByRole("button", { name: /^Book Thu/ }).click();
  await expect(page.getByText("Someone just took 4:30 PM. Here are the closest times.")).toBeVisible();
  await expect(page.getByRole("list", { name: "Closest times" }).getByRole("button")).toHaveText(/Fri, Nov 27/);
});

test("an offered time runs out while one looks: that is said, and the place in line stays", async ({ page }) => {
  const offer = { ...slot("2026-11-26T21:30:00Z"), counselor: dana, expiresAt: "2026-11-22T22:20:00Z" };
  const wait = { id: "wait:1", counselor: dana, type: null, minutes: 45, place: "ONLINE", until: null };
  await open(page, "/harbor/me/schedule/waiting", {
    MyWaits: { sessionWaits: [{ ...wait, state: "OFFERED", waitingSince: "2026-11-20T15:00:00Z", offer }] },
  });
  await expect(page.getByRole("button", { name: "Yes, book it" })).toBeVisible();
  await page.clock.fastForward(11 * minute);
  await expect(page.getByText(/This time isn't kept for you any more. You keep your place in line/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Yes, book it" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Stop waiting" })).toBeVisible();
});

test("around the start: a number for when the link fails, and the focus goes on where one pressed", async ({
  page,
}) => {
  const hour = (changes: object) => ({
    viewer: { today: "2026-11-22" },
    session: session("session:1", "2026-11-22T22:20:00Z", {
      joinUrl: "https://meet.example.org/r/1",
      fallbackPhone: "+1 555-010-4499",
      ...changes,
    }),
  });
  let state: object = {};
  const told = { current: null as object | null };
  await open(page, "/harbor/me/schedule/session:1", {
    OneSession: () => hour(state),
    MyWhereabouts: () => ({ whereabouts: told.current }),
    ArriveMyself: () => {
      state = { state: "CHECKED_IN", arrivedAt: now };
      return { arriveAtSession: { session: { id: "session:1" }, problems: [] } };
    },
    UndoMyArrival: () => {
      state = {};
      return { undoSessionArrival: { session: { id: "session:1" }, problems: [] } };
    },
    TellMyPlace: () => {
      told.current = { place: "12 Mill Street", phone: "", toldAt: now };
      return { tellWhereabouts: { whereabouts: { toldAt: now }, problems: [] } };
    },
  });
  await expect(page.getByRole("link", { name: "+1 555-010-4499" })).toHaveAttribute("href", "tel:+15550104499");
  await page.getByRole("button", { name: "I'm here" }).press("Enter");
  await expect(page.getByRole("button", { name: "Not yet" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "I'm here" })).toBeFocused();
  await page.getByLabel("Address or place").fill("12 Mill Street");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Change" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Address or place")).toBeFocused();
});

test("the counselor is away and nothing was chosen: at the start nobody waits for them", async ({ page }) => {
  const away = session("session:1", "2026-11-22T22:20:00Z", { joinUrl: "https://meet.example.org/r/1" });
  await open(page, "/harbor/me/schedule/session:1", {
    OneSession: { viewer: { today: "2026-11-22" }, session: away },
    MyCover: {
      myCoverAnswers: [{ id: "cover:1", counselor: dana, backup: imani, backupFree: true, later: true, session: away }],
    },
  });
  await expect(page.getByRole("button", { name: "Meet Imani instead, Sun, Nov 22, 5:20 PM" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Join" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "I'm here" })).toHaveCount(0);
  await page.clock.fastForward(11 * minute);
  await expect(page.getByText("Dana is away, and nothing was chosen yet")).toBeVisible();
  await expect(page.getByRole("link", { name: "555-010-4477" }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Meet Imani/ })).toHaveCount(0);
});

test("whoever stands in and is not free then is offered at other times, and nobody is promised who may not come back", async ({
  page,
}) => {
  const away = session("session:1", "2026-11-24T22:20:00Z");
  const asked = { id: "cover:1", counselor: dana, backup: imani, backupFree: false, later: false, session: away };
  await open(page, "/harbor/me/schedule/session:1", {
    OneSession: { viewer: { today: "2026-11-22" }, session: away },
    MyCover: { myCoverAnswers: [asked] },
  });
  await expect(page.getByRole("heading", { name: "Dana is not available" })).toBeVisible();
  await expect(page.getByText("Imani could stand in, but is not free Tue, Nov 24, 5:20 PM.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Meet Imani instead/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Meet Imani at another time" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Meet Dana later" })).toHaveCount(0);
});
