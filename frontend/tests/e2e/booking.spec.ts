import type { Page } from "@playwright/test";
import { approve, away, dropKind, newKind, nextSession, sayNo, sayYesSoon, writeNote } from "./lib/booking";
import { book, newPair, type Somebody } from "./lib/care";
import { newClient } from "./lib/join";
import { unique } from "./lib/people";
import { Taps } from "./lib/taps";
import { expect, settled, test } from "./lib/test";

const me = "/harbor-light/me";
const good = (page: Page) => page.getByRole("list", { name: "Next good times" }).getByRole("button");

async function toBook(page: Page): Promise<void> {
  await page.goto(`${me}/today`);
  await page.getByRole("link", { name: "Book time with Dana" }).tap();
  await expect(good(page).first()).toBeVisible();
}

test("kinds of sessions: one is booked in 3 taps, one is asked for, taken back, asked again and answered", async ({
  visit,
}) => {
  test.setTimeout(120_000);
  const { page } = await newClient(visit, "Kira Voss");
  const admin = await visit("robin");
  const bookedBy = ["CLIENT", "STAFF"];
  const places = ["ONLINE", "IN_PERSON"];
  const talk = await newKind(admin, { name: "A talk", minutes: 30, places, bookedBy, needsApproval: false });
  const plan = await newKind(admin, { name: "A plan", minutes: 60, places, bookedBy, needsApproval: true });
  try {
    await page.reload();
    const taps = new Taps(true);
    await taps.on(page.getByRole("link", { name: "Book time with Dana" }));
    await expect(page.getByRole("radio", { name: /^A talk/ })).toBeChecked();
    await taps.on(good(page).last());
    await taps.on(page.getByRole("button", { name: /^Book / }));
    await expect(page.getByRole("heading", { name: "You're booked" })).toBeVisible();
    taps.atMost(3);

    await toBook(page);
    const asked = async () => {
      await page.getByText("A plan", { exact: true }).tap();
      await good(page).first().tap();
      await page.getByLabel(/A word with it/).fill("I would like to look at next year.");
      await page.getByRole("button", { name: /^Ask for / }).tap();
      await expect(page.getByText("Waiting for an answer", { exact: true }).last()).toBeVisible();
      await expect(page.getByText("I would like to look at next year.")).toBeVisible();
    };
    await asked();
    await page.getByRole("button", { name: "Take it back" }).tap();
    await expect(page.getByText("You aren't waiting for anything right now.")).toBeVisible();
    await toBook(page);
    await asked();
    await page.goto(`${me}/schedule`);
    await expect(page.getByRole("link", { name: /1 time asked for/ })).toBeVisible();

    await approve(await visit("dana"), "Gladly.", "Kira Voss");
    await page.goto(`${me}/schedule/waiting`);
    await expect(page.getByText("Gladly.")).toBeVisible();
    await page.getByRole("link", { name: "See the session" }).tap();
    await expect(page.getByText("A plan")).toBeVisible();
  } finally {
    await dropKind(admin, talk);
    await dropKind(admin, plan);
  }
});

test("a row of sessions: each is looked at before, several are cancelled at once and come back", async ({ visit }) => {
  test.setTimeout(120_000);
  const { page } = await newClient(visit, "Mila Okoye");
  await toBook(page);
  await page.getByRole("link", { name: /The same time again and again/ }).tap();
  // The page before shows times of the same name.
  await expect(page.getByRole("heading", { name: "The first time" })).toBeVisible();
  await good(page).last().tap();
  await page.getByLabel("How many times").selectOption("4");
  const some = page.getByRole("group", { name: "These are booked" }).getByRole("checkbox");
  await expect(some.first()).toBeVisible();
  // Whatever is free as planned is ticked; one more is left out on purpose.
  const ticked = await page
    .getByRole("group", { name: "These are booked" })
    .getByRole("checkbox", { checked: true })
    .count();
  expect(ticked).toBeGreaterThan(2);
  // Until a day instead: the same four, when that day is in their last week; nothing is asked about one in the past.
  const shown = await some.count();
  await page.getByText("Until a day", { exact: true }).tap();
  const last = page.getByLabel("Last day");
  const eighth = await last.inputValue();
  await last.fill("2020-01-01");
  await expect(page.getByText("Choose a day after the first time")).toBeVisible();
  await expect(some).toHaveCount(0);
  const day = (days: number) => new Date(Date.parse(eighth) + days * 86_400_000).toISOString().slice(0, 10);
  await last.fill(day(400));
  await expect(page.getByText("Choose a day within a year of the first time")).toBeVisible();
  // Eight weeks are offered to begin with: three of them hold four.
  await last.fill(day(-56 + 21));
  await expect(some).toHaveCount(shown);
  await page.getByRole("checkbox", { checked: true }).last().uncheck({ force: true });
  await page.getByRole("button", { name: `Book ${ticked - 1} of 4` }).tap();
  await expect(page.getByText(`${ticked - 1} sessions are booked.`)).toBeVisible();
  const rows = page.getByRole("list", { name: "Upcoming" }).getByRole("link");
  await expect(rows).toHaveCount(ticked - 1);

  await rows.first().tap();
  await page.getByRole("link", { name: "Move or cancel" }).tap();
  await page.getByText("All still to come").tap();
  await page.getByRole("button", { name: "Cancel all that are still to come" }).tap();
  await expect(page.getByText(`${ticked - 1} sessions are cancelled.`)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).tap();
  await expect(page.getByText(`${ticked - 1} of ${ticked - 1} are back.`)).toBeVisible();
  await page.goto(`${me}/schedule`);
  await settled(page);
  await expect(rows).toHaveCount(ticked - 1);

  // The last of them and those after it: one session, at another time.
  await rows.last().tap();
  await page.getByRole("link", { name: "Move or cancel" }).tap();
  await page.getByText("This and later").tap();
  await good(page).first().tap();
  await expect(page.getByRole("heading", { name: "1 session moves along" })).toBeVisible();
  await page.getByRole("button", { name: "Move 1 session" }).tap();
  await expect(page.getByText("1 session moved.")).toBeVisible();
});

test("a freed time is offered to who waits longest: one says not this time, the next one takes it", async ({
  visit,
}) => {
  test.setTimeout(150_000);
  const holder = (await newClient(visit, "Pia Sund")).page;
  const tom = (await newClient(visit, "Tom Adler")).page;
  const lea = (await newClient(visit, "Lea Brandt")).page;
  await toBook(holder);
  await good(holder).last().tap();
  await holder.getByRole("button", { name: /^Book / }).tap();
  await expect(holder.getByRole("heading", { name: "You're booked" })).toBeVisible();
  for (const page of [tom, lea]) {
    await toBook(page);
    await page.getByRole("link", { name: /Tell me when a time is free/ }).tap();
    await page.getByRole("button", { name: "Tell me when a time is free" }).tap();
    await expect(page.getByText(/You've been in line since/)).toBeVisible();
  }
  await holder.goto(`${me}/today`);
  await holder.getByRole("link", { name: "Change", exact: true }).tap();
  await holder.getByRole("button", { name: "Cancel this session" }).tap();
  await expect(holder.getByText(/is cancelled\. Dana Reyes/)).toBeVisible();

  // The server keeps it in the same moment; nobody is told before it can't be taken back any more.
  for (const page of [tom, lea]) {
    await page.goto(`${me}/today`);
    await page.getByRole("link", { name: /A time is free/ }).tap();
    await expect(page.getByText(/Kept for you until/)).toBeVisible();
    if (page === tom) {
      await page.getByRole("button", { name: "Not this time" }).tap();
      await expect(page.getByText("All right. You keep your place in line.")).toBeVisible();
      await expect(page.getByText(/You've been in line since/)).toBeVisible();
      await page.getByRole("button", { name: "Stop waiting" }).tap();
      await expect(page.getByText("You aren't waiting for anything right now.")).toBeVisible();
    }
  }
  await lea.getByRole("button", { name: "Yes, book it" }).tap();
  await expect(lea.getByRole("heading", { name: "You're booked" })).toBeVisible();
  await lea.goto(`${me}/schedule/waiting`);
  await expect(lea.getByText("You aren't waiting for anything right now.")).toBeVisible();
});

test("somebody sooner: chosen once, help beside it, taken back, asked again; then the hour itself and its note", async ({
  visit,
}) => {
  test.setTimeout(150_000);
  // A counselor with an empty day: whatever the hour, the next minutes are free.
  const pair = await newPair(visit, { counselor: `Mara Quinn ${unique}`, client: "Nia Marsh" });
  const counselor = pair.counselor.page;
  const { page } = pair.client;
  await page.goto(`${me}/people`);
  await page.getByRole("link", { name: /I need someone sooner/ }).tap();
  await page.getByText(pair.counselor.name, { exact: true }).tap();
  await page.getByRole("button", { name: "Save" }).tap();
  const ask = page.getByRole("button", { name: "Ask 1 person" });
  await page.getByLabel(/A word with it/).fill("A rough evening.");
  await ask.tap();
  await expect(page.getByRole("heading", { name: "1 person is asked" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Call 988" })).toBeVisible();
  // All of them say no: that is said at once, and the center is asked; nobody waits a day in vain.
  await sayNo(counselor, "Nia Marsh");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Nobody you asked has time right now" })).toBeVisible();
  await page.getByRole("button", { name: "Ask again" }).tap();
  await ask.tap();
  await page.getByRole("button", { name: "Take it back" }).tap();
  await ask.tap();
  await expect(page.getByRole("heading", { name: "1 person is asked" })).toBeVisible();

  const id = await sayYesSoon(counselor, "Nia Marsh");
  await page.reload();
  await expect(page.getByText(`${pair.counselor.name} said yes`)).toBeVisible();
  await page.getByRole("link", { name: "See the session" }).tap();
  await expect(page.getByRole("link", { name: "Join" })).toBeVisible();
  await page.getByRole("button", { name: "I'm here" }).tap();
  await page.getByRole("button", { name: "Not yet" }).tap();
  await page.getByRole("button", { name: "I'm here" }).tap();
  await expect(page.getByText(/can see that you're here/)).toBeVisible();
  await page.getByLabel("Address or place").fill("12 Mill Street");
  await page.getByLabel(/A number to call you back/).fill("none");
  await page.getByRole("button", { name: "Save" }).tap();
  await expect(page.getByText(/Enter a phone number/)).toBeVisible();
  await expect(page.getByLabel("Address or place")).toHaveValue("12 Mill Street");
  await page.getByRole("button", { name: "I'd rather not say" }).tap();
  await expect(page.getByText("You'd rather not say.")).toBeVisible();

  await notes(page, pair.counselor, id);
});

/** It takes place; the note is read along, gets a line, and is read again when it is signed. */
async function notes(page: Page, counselor: Somebody, id: string): Promise<void> {
  const step = async (mutation: string) =>
    await counselor.page.request.post("/graphql", {
      headers: { "x-graphql-require-preflight": "1" },
      data: {
        query: `mutation Step($id: ID!) { ${mutation}(sessionId: $id) { problems { code } } }`,
        variables: { id },
      },
    });
  await step("beginSession");
  await step("endSession");
  const sign = await writeNote(counselor.page, id);
  await page.goto(`${me}/schedule/${encodeURIComponent(id)}`);
  await settled(page);
  await expect(page.getByText(/^You met Mara/)).toBeVisible();
  await page.getByLabel("In your own words").fill("It helped to talk.");
  await page.getByRole("button", { name: "Add to the note" }).tap();
  await expect(page.getByText("Your words are in the note.")).toBeVisible();
  await sign();
  await page.reload();
  await expect(page.getByText(new RegExp(`Signed by ${counselor.name}`))).toBeVisible();
  await expect(page.getByText("It helped to talk.")).toBeVisible();
}

test("the counselor is away: the client chooses another time, and nobody is left out", async ({ visit }) => {
  test.setTimeout(120_000);
  const { page, dana } = await newClient(visit, "Rui Costa");
  await toBook(page);
  await good(page).last().tap();
  await page.getByRole("button", { name: /^Book / }).tap();
  await expect(page.getByRole("heading", { name: "You're booked" })).toBeVisible();
  await away(await visit("dana"), dana, await nextSession(page));

  await page.goto(`${me}/today`);
  await page.getByRole("link", { name: /Dana is away on/ }).tap();
  await expect(page.getByRole("heading", { name: "Dana is away that day" })).toBeVisible();
  await page.getByRole("link", { name: "Meet Dana later" }).tap();
  await good(page).last().tap();
  await page.getByRole("button", { name: /^Move to / }).tap();
  await expect(page.getByText(/Your new time:/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Dana is away that day" })).toHaveCount(0);
  await page.goto(`${me}/today`);
  await settled(page);
  await expect(page.getByRole("link", { name: /Dana is away on/ })).toHaveCount(0);
});

test("somebody stands in: met at the same time with one press, and found in everybody's days", async ({ visit }) => {
  test.setTimeout(150_000);
  const pair = await newPair(visit, { counselor: "Asa Holm", client: "Ines Prado" });
  const other = await newPair(visit, { counselor: "Bela Fox", client: "Max Dorn" });
  const { page } = pair.client;
  await book(pair, 2 * 24 * 60, "ONLINE");
  await book(pair, 3 * 24 * 60, "ONLINE");
  const session = await nextSession(page);
  await away(pair.counselor.page, pair.counselor.id, session, other.counselor.id);

  await page.goto(`${me}/today`);
  await page.getByRole("link", { name: /Asa is away on/ }).tap();
  // Whoever is not known yet is met at the agreed time: their other hours are nobody else's to look at.
  await expect(page.getByRole("link", { name: "Meet Bela at another time" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Meet Asa later" })).toBeVisible();
  await page.getByRole("button", { name: /^Meet Bela instead, / }).tap();
  await expect(page.getByRole("heading", { name: "You're booked" })).toBeVisible();
  await expect(page.getByText("Bela Fox", { exact: true })).toBeVisible();
  await page.goto(`${me}/schedule`);
  const rows = page.getByRole("list", { name: "Upcoming" }).getByRole("link");
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("Bela Fox");
  await expect(rows.last()).toContainText("Asa Holm");
  const { startsAt } = await nextSession(other.counselor.page);
  expect(startsAt).toBe(session.startsAt);
  await page.goto(`${me}/today`);
  await settled(page);
  await expect(page.getByRole("link", { name: /Asa is away on/ })).toHaveCount(0);
});
