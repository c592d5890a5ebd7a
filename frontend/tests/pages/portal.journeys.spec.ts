import { expect, type Page, test } from "@playwright/test";
import { type Answers, serve } from "./harness";
import { portal, session, slot } from "./portal-fixture";

test.use({ viewport: { width: 390, height: 844 } });

/** Counts what a person has to press after the start screen. */
function taps(page: Page) {
  let count = 0;
  return {
    press: async (role: "button" | "link", name: RegExp | string) => {
      count += 1;
      await page.getByRole(role, { name }).first().click();
    },
    count: () => count,
  };
}

async function open(page: Page, path: string, answers: Answers = {}) {
  const asked = await serve(page, { ...portal, answers: { ...portal.answers, ...answers } });
  await page.goto(path);
  await page.locator("main h1").waitFor();
  return { asked, tap: taps(page), of: (name: string) => asked.filter((one) => one.name === name) };
}
const input = (request: { variables: Record<string, unknown> } | undefined) =>
  request?.variables.input as Record<string, unknown>;
const taken = {
  bookSession: {
    session: null,
    problems: [
      {
        __typename: "SlotTaken",
        code: "SLOT_TAKEN",
        message: "Taken",
        path: ["input", "startsAt"],
        alternatives: ["2026-11-26T20:30:00Z", "2026-11-26T22:30:00Z"].map((at) => slot(at)),
      },
    ],
  },
};

test("booking takes three taps and ends on a page that says so", async ({ page }) => {
  const { tap, of } = await open(page, "/harbor/me/today");
  await tap.press("link", "Book time with Dana");
  await tap.press("button", /Thu, Nov 26/);
  await tap.press("button", "Book Thu, Nov 26, 4:30 PM");
  await expect(page.getByRole("heading", { name: "You're booked" })).toBeVisible();
  expect(tap.count()).toBeLessThanOrEqual(3);
  expect(input(of("BookSession")[0])).toMatchObject({
    counselorId: "member:dana",
    startsAt: "2026-11-26T21:30:00Z",
    minutes: 45,
    place: "ONLINE",
  });
});

test("cancelling takes two taps, and Undo brings it back", async ({ page }) => {
  const { tap, of } = await open(page, "/harbor/me/today");
  await tap.press("link", "Change");
  await tap.press("button", "Cancel this session");
  await expect(page.getByText(/is cancelled. Dana Whitfield will get an email/)).toBeVisible();
  expect(tap.count()).toBeLessThanOrEqual(2);
  expect(input(of("CancelSession")[0])).toMatchObject({ sessionId: "session:1", version: 1, reason: null });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Your session is back.")).toBeVisible();
  expect(of("UndoCancelSession")).toHaveLength(1);
});

test("a reason for cancelling is possible, never asked for", async ({ page }) => {
  const { of } = await open(page, "/harbor/me/schedule/session:2/change");
  await page.getByRole("button", { name: "Add a note" }).click();
  await page.getByLabel("A note for Dana Whitfield").fill("I have a fever");
  await page.getByRole("button", { name: "Cancel this session" }).click();
  await expect(page.getByText(/is cancelled/)).toBeVisible();
  expect(input(of("CancelSession")[0]).reason).toBe("I have a fever");
});

test("moving takes three taps", async ({ page }) => {
  const { tap, of } = await open(page, "/harbor/me/today");
  await tap.press("link", "Change");
  await tap.press("button", /Fri, Nov 27/);
  await tap.press("button", "Move to Fri, Nov 27, 2:00 PM");
  await expect(page.getByText("Your new time: Fri, Nov 27, 2:00 PM")).toBeVisible();
  expect(tap.count()).toBeLessThanOrEqual(3);
  expect(input(of("MoveSession")[0])).toMatchObject({ sessionId: "session:1", version: 1 });
});

test("a time that somebody else took is answered with close ones; length and place stay", async ({ page }) => {
  let answer: unknown = taken;
  const { of } = await open(page, "/harbor/me/book?minutes=60&place=ONLINE", { BookSession: () => answer });
  await page.getByRole("button", { name: /Thu, Nov 26/ }).click();
  await page.getByRole("button", { name: /^Book Thu/ }).click();
  await expect(page.getByText("Someone just took 4:30 PM. Here are the closest times.")).toBeVisible();
  await expect(page.getByRole("radio", { name: "60 min" })).toBeChecked();
  answer = { bookSession: { session: { id: "session:2" }, problems: [] } };
  await page.getByRole("button", { name: /5:30/ }).click();
  await page.getByRole("button", { name: /^Book Thu/ }).click();
  await expect(page.getByRole("heading", { name: "You're booked" })).toBeVisible();
  const keys = of("BookSession").map((one) => input(one).clientMutationId);
  expect(new Set(keys).size).toBe(2);
});

test("an answer that never came can be tried again, and books once", async ({ page }) => {
  let down = true;
  const { of } = await open(page, "/harbor/me/book", {
    BookSession: () => (down ? new Response(null, { status: 500 }) : portal.answers.BookSession),
  });
  await page.getByRole("button", { name: /Thu, Nov 26/ }).click();
  await page.getByRole("button", { name: /^Book Thu/ }).click();
  await expect(page.getByText("Not booked yet")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Book Thu/ })).toBeVisible();
  down = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "You're booked" })).toBeVisible();
  const keys = of("BookSession").map((one) => input(one).clientMutationId);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test("a double press books once", async ({ page }) => {
  const { of } = await open(page, "/harbor/me/book");
  await page.getByRole("button", { name: /Thu, Nov 26/ }).click();
  await page.getByRole("button", { name: /^Book Thu/ }).dblclick();
  await expect(page.getByRole("heading", { name: "You're booked" })).toBeVisible();
  expect(of("BookSession")).toHaveLength(1);
});

test("more days: a day without times says so, another is chosen by keyboard", async ({ page }) => {
  await open(page, "/harbor/me/book");
  await page.getByRole("button", { name: "See more times" }).click();
  await expect(page.getByRole("button", { name: "Monday, November 23, no times" })).toBeDisabled();
  await page.getByRole("button", { name: "Friday, November 27" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "9:30 AM", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Book Fri, Nov 27, 9:30 AM" })).toBeVisible();
});

test("past the cutoff one asks for another time, or cancels; there is a number to call beside it", async ({ page }) => {
  const late = session("session:2", "2026-11-23T14:00:00Z", { canChange: false, isLate: true });
  await open(page, "/harbor/me/schedule/session:2", { OneSession: { viewer: { today: "2026-11-22" }, session: late } });
  await expect(page.getByText(/too late to move this yourself/)).toBeVisible();
  await expect(page.getByRole("link", { name: "555-010-4477" })).toHaveAttribute("href", "tel:5550104477");
  await expect(page.getByRole("link", { name: "Move or cancel" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Ask for another time or cancel" })).toBeVisible();
});

test("help is two presses from a ringing call, on every page at the same place", async ({ page }) => {
  await open(page, "/harbor/me/documents");
  await expect(page.getByRole("banner").getByRole("link", { name: "Get help now" })).toHaveAttribute(
    "href",
    "/harbor/help",
  );
});

test("signed out: the page stays under a dialog, and goes on after signing in beside it", async ({ page }) => {
  let out = true;
  await open(page, "/harbor/me/settings/profile", {
    UpdateProfile: () =>
      out
        ? new Response(null, { status: 401 })
        : { updateProfile: { viewer: { account: { locale: "EN", zone: "America/New_York" } }, problems: [] } },
  });
  await page.getByLabel("Name", { exact: true }).fill("Anita");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alertdialog", { name: "Sign in again" })).toBeVisible();
  out = false;
  await page.getByRole("button", { name: "I've signed in, go on" }).click();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Anita");
});

test("a form says what is wrong on top and beside the field, and keeps what was written", async ({ page }) => {
  await open(page, "/harbor/me/settings/profile", {
    UpdateProfile: {
      updateProfile: {
        viewer: null,
        problems: [
          {
            __typename: "InvalidInput",
            code: "INVALID",
            message: "Enter pronouns of at most 40 letters",
            path: ["input", "pronouns"],
          },
        ],
      },
    },
  });
  await page.getByLabel("Name", { exact: true }).fill("");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alert")).toBeFocused();
  await page.getByRole("alert").getByRole("button", { name: "Enter a name" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.getByLabel("Name", { exact: true }).fill("Anita");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Enter pronouns of at most 40 letters");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Anita");
});

test("a password asks for a fresh proof first", async ({ page }) => {
  let proven = false;
  const problem = { __typename: "StepUpRequired", code: "STEP_UP", message: "Show that it's you", path: [] };
  await open(page, "/harbor/me/settings/privacy", {
    SetPassword: () => ({ setPassword: { viewer: { hasPassword: true }, problems: proven ? [] : [problem] } }),
    RequestStepUp: { requestStepUp: { sentTo: "a…@example.org", problems: [] } },
    StepUp: () => {
      proven = true;
      return { stepUp: { viewer: { stepUpUntil: "2026-11-22T22:20:00Z" }, problems: [] } };
    },
  });
  await page.getByLabel("New password").fill("three quiet stones");
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.getByLabel("Code").fill("123 456");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Your password is set.")).toBeVisible();
  await expect(page.getByLabel("New password")).toHaveValue("");
});

test("a document goes straight to the store, with its checksum; a broken line can be tried again", async ({ page }) => {
  let broken = true;
  const { of } = await open(page, "/harbor/me/documents", {
    CreateUpload: {
      createUpload: {
        document: { id: "document:9" },
        upload: { method: "PUT", url: "https://files.cairn.test/q/9", headers: [{ name: "x-amz-meta-a", value: "b" }] },
        problems: [],
      },
    },
    CompleteUpload: { completeUpload: { document: { id: "document:9" }, problems: [] } },
  });
  await page.route("https://files.cairn.test/**", (route) => {
    const headers = {
      "access-control-allow-origin": "*",
      "access-control-allow-headers": "*",
      "access-control-allow-methods": "PUT",
    };
    if (route.request().method() === "OPTIONS") return route.fulfill({ status: 204, headers });
    return broken ? route.abort() : route.fulfill({ status: 200, headers });
  });
  await page.setInputFiles("input[type=file]", {
    name: "letter.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("hello"),
  });
  await expect(page.getByText("The connection broke.")).toBeVisible();
  broken = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("list", { name: "On the way" })).toHaveCount(0);
  expect(input(of("CreateUpload")[0])).toMatchObject({
    name: "letter.txt",
    size: 5,
    sha256: "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
    clientId: "member:ana",
  });
  expect(of("CompleteUpload")).toHaveLength(1);
});

test("nothing personal stays in the browser's storage", async ({ page }) => {
  await open(page, "/harbor/me/today");
  await page.goto("/harbor/me/documents");
  await page.locator("main h1").waitFor();
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(kept).not.toMatch(/Ana|Dana|Harbor|Insurance/);
});

test("a change that the server tells of is on screen without a reload", async ({ page }) => {
  const moved = session("session:1", "2026-11-23T22:20:00Z");
  let changed = false;
  let tell = () => {};
  await serve(page, {
    ...portal,
    answers: {
      ...portal.answers,
      Today: () =>
        changed ? { ...(portal.answers.Today as object), sessions: { nodes: [moved] } } : portal.answers.Today,
    },
    live: (socket) =>
      socket.onMessage((text) => {
        const message = JSON.parse(String(text)) as {
          type: string;
          id?: string;
          payload?: { extensions?: { documentId?: string } };
        };
        if (message.type === "connection_init") socket.send(JSON.stringify({ type: "connection_ack" }));
        if (message.type !== "subscribe") return;
        expect(message.payload?.extensions?.documentId).toMatch(/^sha256:/);
        const data = { sessionChanges: { kind: "MOVED", sessionId: "session:1" } };
        tell = () => socket.send(JSON.stringify({ id: message.id, type: "next", payload: { data } }));
      }),
  });
  await page.goto("/harbor/me/today");
  await expect(page.getByText("Today, 5:20–6:05 PM")).toBeVisible();
  await page.waitForTimeout(1000);
  changed = true;
  tell();
  await expect(page.getByText("Tomorrow, 5:20–6:05 PM")).toBeVisible();
});

test("without a connection the page says so and says what still works", async ({ page, context }) => {
  await open(page, "/harbor/me/today");
  await context.setOffline(true);
  await expect(page.getByText(/You're offline/)).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(/You're offline/)).toHaveCount(0);
});
