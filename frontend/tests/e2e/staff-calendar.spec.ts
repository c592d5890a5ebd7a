import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { newPair } from "./lib/care";
import { newClient } from "./lib/join";
import { unique } from "./lib/people";
import { Taps } from "./lib/taps";
import { expect, graphql, settled, test } from "./lib/test";
import { dayAhead } from "./lib/when";

type Slots = { data: { slots: Array<{ startsAt: string }> } };

/** A time of Dana's that is free now and in the weeks after, and its cell. */
async function freeForWeeks(page: Page, dana: string, days: number, weeks: number, minutes = 45) {
  const ask =
    "query Free($c: ID!, $from: LocalDate!, $m: Int!) { slots(counselorId: $c, from: $from, days: 5, minutes: $m) { startsAt } }";
  const found: string[][] = [];
  for (let week = 0; week < weeks; week += 1) {
    const { data } = await graphql<Slots>(page, ask, { c: dana, from: dayAhead(days + 7 * week), m: minutes });
    // Weeks are counted on the wall clock; none of these crosses a change of clocks.
    found.push(data.slots.map((slot) => new Date(Date.parse(slot.startsAt) - week * 7 * 86_400_000).toISOString()));
  }
  const [first = [], ...later] = found;
  const start = first
    .map((one) => new Date(one).toISOString())
    .find((one) => later.every((week) => week.includes(one)));
  expect(start, "an hour that is free for weeks").toBeDefined();
  const clock = new Intl.DateTimeFormat("en-CA", {
    timeZone: "America/New_York",
    dateStyle: "short",
    timeStyle: "short",
    hourCycle: "h23",
  }).format(Date.parse(start ?? ""));
  const [date = "", time = ""] = clock.split(", ");
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return { startsAt: start ?? "", date, cell: page.locator(`[data-cell="${date}-${hour * 60 + minute}"]`) };
}

const bookAt = (page: Page, dana: string, clientId: string, startsAt: string) =>
  graphql<{ data: { bookSession: { session: { id: string } | null; problems: unknown[] } } }>(
    page,
    "mutation Take($input: BookSessionInput!) { bookSession(input: $input) { session { id } problems { code message } } }",
    {
      input: { clientMutationId: randomUUID(), counselorId: dana, clientId, startsAt, minutes: 45, place: "IN_PERSON" },
    },
  );

async function idOf(page: Page): Promise<string> {
  const { data } = await graphql<{ data: { viewer: { account: { member: { id: string } } } } }>(
    page,
    "query Me { viewer { account { member { id } } } }",
  );
  return data.viewer.account.member.id;
}

test("a series: each date is seen before anything is booked, and changed as a whole", async ({ visit }) => {
  test.setTimeout(150_000);
  const client = await newClient(visit, "Marisol Quint");
  const other = await newClient(visit, "Otto Berg");
  const page = await visit("dana");
  const free = await freeForWeeks(page, client.dana, 14, 4);
  const nextWeek = new Date(Date.parse(free.startsAt) + 7 * 86_400_000).toISOString();
  expect((await bookAt(page, client.dana, await idOf(other.page), nextWeek)).data.bookSession.problems).toEqual([]);

  await page.goto(`/harbor-light/app/calendar?view=week&date=${free.date}`);
  await free.cell.click();
  await expect(page.getByRole("combobox", { name: "Client" })).toBeFocused();
  await page.keyboard.type("Marisol");
  await page.getByRole("option", { name: /Marisol Quint/ }).click();
  await page.getByLabel("Repeat").selectOption("WEEKLY");
  await page.getByLabel("How many sessions").fill("1");
  await page.getByRole("button", { name: "Look at the dates" }).click();
  await expect(page.getByText("Enter a number from 2 to 52")).toBeVisible();
  await page.getByLabel("How many sessions").fill("4");
  await page.getByRole("button", { name: "Look at the dates" }).click();

  const dates = page.getByRole("list", { name: "Each date" }).getByRole("listitem");
  await expect(dates).toHaveCount(4);
  await expect(page.getByRole("button", { name: "Book 3 of 4" })).toBeVisible();
  await expect(dates.nth(1).getByRole("checkbox")).not.toBeChecked();
  // The way back keeps what was filled in.
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.getByRole("combobox", { name: "Client" })).toHaveValue("Marisol Quint");
  await page.getByRole("button", { name: "Look at the dates" }).click();
  await dates
    .nth(1)
    .getByRole("button", { name: /^Take .* instead$/ })
    .click();
  await dates.nth(3).getByRole("checkbox").uncheck();
  await page.getByRole("button", { name: "Book 3 of 4" }).click();
  await expect(page.getByText("3 sessions are booked.")).toBeVisible();

  const mine = page.getByRole("button", { name: /^Marisol Quint/ });
  await expect(mine).toBeVisible();
  await mine.click();
  const panel = page.getByRole("dialog", { name: "Session" });
  await expect(panel.getByText("One of a series")).toBeVisible();
  await panel.getByRole("button", { name: "Cancel session" }).click();
  await panel.getByText("This one and those after it").click();
  await panel.getByRole("button", { name: "Cancel session" }).click();
  await expect(page.getByText(/^3 sessions are cancelled/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Marisol Quint, .*, Cancelled$/ })).toBeAttached();
});

test("several calendars: in one, or beside each other, and in the address", async ({ visit }) => {
  test.setTimeout(90_000);
  const page = await visit("robin");
  await page.goto(`/harbor-light/app/calendar?view=week&date=${dayAhead(7)}`);
  await page.getByRole("button", { name: "People" }).click();
  const people = page.getByRole("dialog", { name: "People" });
  const wanted = ["Dana Reyes", "Imani Okoye"];
  for (const one of await people.locator("label").all()) {
    const isOn = await one.getByRole("checkbox").isChecked();
    if (isOn !== wanted.includes((await one.innerText()).trim())) await one.click();
  }
  await people.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("main").getByText("Dana Reyes, Imani Okoye")).toBeVisible();
  await expect(page.getByRole("grid")).toHaveCount(1);
  await expect(page).toHaveURL(/who=[^&]*(,|%2C)/);
  await page.getByRole("button", { name: "Day", exact: true }).click();
  await expect(page.getByRole("grid", { name: /^Dana Reyes/ })).toBeVisible();
  await expect(page.getByRole("grid", { name: /^Imani Okoye/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("grid")).toHaveCount(2);
});

test("on paper: without the names of clients, unless somebody chose them", async ({ visit }) => {
  test.setTimeout(120_000);
  const client = await newClient(visit, "Petra Lindholm");
  const page = await visit("dana");
  const free = await freeForWeeks(page, client.dana, 28, 1);
  await bookAt(page, client.dana, await idOf(client.page), free.startsAt);
  await page.addInitScript(() => {
    window.print = () => {
      document.documentElement.dataset.printed = document.querySelector(".print-sheet")?.textContent ?? "";
    };
  });
  await page.goto(`/harbor-light/app/calendar?view=week&date=${free.date}`);
  await expect(page.getByRole("button", { name: /^Petra Lindholm/ })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".print-sheet")).toBeVisible();
  await expect(page.locator(".print-sheet")).toContainText("Dana Reyes");
  await expect(page.locator(".print-sheet")).not.toContainText("Petra");
  await expect(page.getByRole("grid")).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await expect(page.locator(".print-sheet")).toBeHidden();

  await page.getByRole("button", { name: "Print" }).click();
  await page.getByText("With the names of clients").click();
  await page.getByRole("dialog").getByRole("button", { name: "Print" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-printed", /Petra Lindholm/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.locator(".print-sheet")).not.toContainText("Petra");
});

test("kinds of sessions: added, changed, archived", async ({ visit }) => {
  test.setTimeout(90_000);
  const page = await visit("robin");
  const name = `Walk ${unique}`;
  await page.goto("/harbor-light/app/admin/session-types");
  await settled(page);
  await page.getByRole("button", { name: "Add a kind" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("alert")).toContainText("Enter a name");
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await form.getByLabel("How long").selectOption("50");
  // Others play clients who book by length: this one is for staff.
  await form.getByRole("checkbox", { name: "Clients, by themselves" }).uncheck();
  await form.getByText("Orange, flame").click();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. It can be booked like this from now on.")).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("50 minutes · In person · Online · Staff books it");

  const edit = row.getByRole("button", { name: `Edit ${name}` });
  await edit.click();
  await form.getByRole("checkbox", { name: "Online" }).uncheck();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("50 minutes · In person · Staff books it");
  await expect(edit).toBeFocused();
  await row.getByRole("button", { name: `Archive ${name}` }).click();
  await expect(page.getByRole("list", { name: "Archived" }).getByText(name)).toBeVisible();
});

test("requests are answered at home, yes and no; whoever needs somebody sooner gets a time", async ({ visit }) => {
  test.setTimeout(150_000);
  const client = await newClient(visit, "Ines Calloway");
  const page = await visit("dana");
  type Kinds = { data: { sessionTypes: Array<{ id: string; minutes: number; needsApproval: boolean }> } };
  const kinds = await graphql<Kinds>(client.page, "query Kinds { sessionTypes { id minutes needsApproval } }", {});
  const kind = kinds.data.sessionTypes.find((one) => one.needsApproval);
  const free = await freeForWeeks(page, client.dana, 10, 1, kind?.minutes);
  const ask = async (words: string) => {
    const { data } = await graphql<{ data: { askForSession: { problems: unknown[] } } }>(
      client.page,
      "mutation Ask($input: AskForSessionInput!) { askForSession(input: $input) { problems { code message } } }",
      {
        input: {
          clientMutationId: randomUUID(),
          counselorId: client.dana,
          startsAt: free.startsAt,
          typeId: kind?.id,
          place: "ONLINE",
          words,
        },
      },
    );
    expect(data.askForSession.problems).toEqual([]);
  };
  await ask("About my sister");
  await page.goto("/harbor-light/app/home");
  const row = page.getByRole("list", { name: "Requests" }).getByRole("listitem").filter({ hasText: "Ines Calloway" });
  await expect(row).toContainText("About my sister");
  await row.getByRole("button", { name: "Add words for Ines Calloway" }).click();
  await row.getByLabel(/^Words for Ines Calloway/).fill("Not that day, any other is fine");
  await row.getByRole("button", { name: /^Decline: Ines Calloway/ }).click();
  await expect(page.getByText("Ines Calloway will read that this time does not work.")).toBeVisible();
  await expect(row).toHaveCount(0);
  await client.page.goto("/harbor-light/me/schedule/waiting");
  await expect(client.page.getByText("Not that day, any other is fine")).toBeVisible();

  await ask("About the new job");
  await page.reload();
  await expect(row).toContainText("About the new job");
  await row.getByRole("button", { name: "Add words for Ines Calloway" }).click();
  await row.getByLabel(/^Words for Ines Calloway/).fill("Glad to");
  await row.getByRole("button", { name: /^Accept: Ines Calloway/ }).click();
  await expect(page.getByText(/^Booked with Ines Calloway/)).toBeVisible();
  await expect(row).toHaveCount(0);

  const soon = "mutation S($input: AskSoonerInput!) { askSooner(input: $input) { problems { code message } } }";
  const circle = "mutation C($p: [ID!]!) { setSoonerCircle(peerIds: $p) { problems { code message } } }";
  const needsSomebody = async () => {
    const input = { clientMutationId: randomUUID(), minutes: 30, place: "ONLINE" };
    const { data } = await graphql<{ data: { askSooner: { problems: unknown[] } } }>(client.page, soon, { input });
    expect(data.askSooner.problems).toEqual([]);
  };
  await graphql(client.page, circle, { p: [client.dana] });
  const yes = page.getByRole("button", { name: "I can be there for Ines Calloway" });
  await needsSomebody();
  await page.reload();
  await yes.click();
  await page
    .getByRole("list", { name: /^When\?/ })
    .getByRole("button")
    .first()
    .click();
  await expect(page.getByText(/^You meet Ines Calloway/)).toBeVisible();
  await expect(yes).toHaveCount(0);
  await needsSomebody();
  await page.reload();
  await page.getByRole("button", { name: "Not this time, Ines Calloway" }).click();
  await expect(page.getByText("Thanks for saying. The others are still asked.")).toBeVisible();
  await expect(yes).toHaveCount(0);
});

test("away: everybody who had a session is asked, and nobody is lost from sight", async ({ visit }) => {
  test.setTimeout(150_000);
  const name = `Bram ${unique}`;
  const client = await newClient(visit, name);
  const page = await visit("dana");
  const free = await freeForWeeks(page, client.dana, 35, 1);
  await bookAt(page, client.dana, await idOf(client.page), free.startsAt);
  await page.goto("/harbor-light/app/availability");
  await settled(page);
  await page.getByLabel("First day").first().fill(free.date);
  await page.getByText("Ask the people who have sessions then").click();
  await page.getByLabel("Who stands in").selectOption({ label: "Imani Okoye" });
  await page.getByRole("button", { name: "Add time off" }).last().click();
  await expect(page.getByText(/^Time off added\. \d+ (person is|people are) asked\.$/)).toBeVisible();
  // Others may be away on other days.
  const day = new Intl.DateTimeFormat("en-US", { timeZone: "UTC", month: "short", day: "numeric" });
  const span = `.*${day.format(Date.parse(free.date))}\\b`;
  await page.getByRole("link", { name: new RegExp(`not answered${span}`) }).click();
  await expect(page.getByRole("heading", { name: "While I am away" })).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("No answer yet");
  await expect(row.getByRole("button")).toHaveCount(0);
  const back = new URL(page.url()).pathname;

  // It is found again without the way that led here.
  await page.goto("/harbor-light/app/home");
  await expect(
    page.getByRole("list", { name: "Away" }).getByRole("link", { name: new RegExp(`^Dana Reyes${span}`) }),
  ).toBeVisible();
  await page.getByRole("link", { name: "All times away" }).click();
  const away = page.getByRole("list", { name: "Times away" }).getByRole("listitem");
  await expect(away.filter({ hasText: "Imani Okoye" }).first()).toContainText(/not answered yet/);
  await page.getByRole("link", { name: "Over" }).click();
  await expect(page).toHaveURL(/over=true/);
  await page.goto(back);

  // After a call, the center writes down what the client chose.
  const admin = await visit("robin");
  await admin.goto(new URL(page.url()).pathname);
  const theirs = admin.getByRole("listitem").filter({ hasText: name });
  await theirs.getByRole("button", { name: `Cancel the session for ${name}` }).click();
  await expect(theirs).toContainText("Chose to cancel");
  await page.reload();
  await expect(row).toContainText("Chose to cancel");
  await page.goto("/harbor-light/app/availability");
  await page.getByRole("button", { name: new RegExp(`^Remove time off${span}`) }).click();
  await expect(page.getByText("Time off removed.")).toBeVisible();
});

test("my hours: limits, a night, and days in another zone", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("dana");
  await page.goto("/harbor-light/app/availability");
  await settled(page);
  await page.getByLabel("Sessions a day").selectOption("14");
  const date = dayAhead(50);
  await page.getByLabel("Date", { exact: true }).fill(date);
  await page.getByRole("button", { name: "Add date" }).click();
  await page
    .getByRole("button", { name: /^Add hours: .*, / })
    .last()
    .click();
  await page
    .getByLabel(/, from$/)
    .last()
    .fill("22:00");
  await page
    .getByLabel(/, until$/)
    .last()
    .fill("02:00");
  await expect(page.getByText(/2:00 AM/).last()).toBeVisible();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved. Clients see the new times.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Sessions a day")).toHaveValue("14");
  await expect(page.getByLabel(/, until$/).last()).toHaveValue("02:00");
  await page.getByLabel("Sessions a day").selectOption("");
  await page
    .getByRole("button", { name: /^Remove the date|^Remove .*\d/ })
    .last()
    .click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved. Clients see the new times.")).toBeVisible();

  const travel = page.getByRole("region", { name: "Travel" });
  const away = new Taps();
  await travel.getByLabel("First day").fill(dayAhead(52));
  await travel.getByLabel("Last day").fill(dayAhead(51));
  await away.on(travel.getByRole("button", { name: "Add travel" }));
  await expect(travel.getByText("Choose a day on or after the first").first()).toBeVisible();
  await travel.getByLabel("Last day").fill(dayAhead(53));
  await travel.getByLabel("Time zone there").selectOption("America/Los_Angeles");
  await away.on(travel.getByRole("button", { name: "Add travel" }));
  await expect(page.getByText("Travel added.")).toBeVisible();
  away.atMost(4);
  await expect(travel.getByText("Pacific Time", { exact: true })).toBeVisible();
  await travel.getByRole("button", { name: /^Remove travel/ }).click();
  await expect(page.getByText("Travel removed.")).toBeVisible();
});

test("booked by the center with whoever is free: nobody is named, and the calendar shows who it is", async ({
  visit,
}) => {
  test.setTimeout(90_000);
  const { counselor, client } = await newPair(visit, { counselor: `Bea Ruth ${unique}`, client: "Otis Vane" });
  const page = await visit("robin");
  await page.goto(`/harbor-light/app/clients/${client.id}`);
  await page.getByRole("link", { name: /^Book/ }).first().click();
  await page.getByLabel("Counselor").selectOption({ label: "Anyone who cares for them" });
  const times = page.getByRole("list", { name: "Next good times" }).getByRole("button");
  await times.first().click();
  // Of whoever it will be: the same time again and again is for somebody who is named.
  await expect(page.getByText("Repeat", { exact: true })).toHaveCount(0);
  await times.last().click();
  await page.getByRole("button", { name: /^Book \w{3}, / }).click();
  await expect(page.getByText(/^Booked: /)).toBeVisible();
  // Of all who have hours, only who cares for the client was asked about.
  await expect(page.getByRole("dialog", { name: "Session" }).getByText(counselor.name)).toBeVisible();
  await client.page.goto("/harbor-light/me/schedule");
  const mine = client.page.getByRole("list", { name: "Upcoming" }).getByRole("link");
  await expect(mine).toHaveCount(1);
  await expect(mine).toContainText(counselor.name);
});
