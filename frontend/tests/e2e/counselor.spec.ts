import type { Locator, Page } from "@playwright/test";
import { expectDiscreet, mailTo, mark } from "./lib/inbox";
import { newClient } from "./lib/join";
import { unique } from "./lib/people";
import { Taps } from "./lib/taps";
import { desk, expect, settled, test } from "./lib/test";
import { dateOf, dayAhead, nextMonday } from "./lib/when";

/** A free cell with an hour of free time from it on. */
async function freeCell(page: Page): Promise<Locator> {
  await expect(page.getByRole("gridcell", { name: /, free$/ }).first()).toBeVisible();
  const id = await page.evaluate(() => {
    const state = (date?: string, from = 0) =>
      document.querySelector(`[data-cell="${date}-${from}"]`)?.getAttribute("aria-label")?.split(", ").at(-1);
    for (const cell of document.querySelectorAll<HTMLElement>("[data-cell]")) {
      const { date, from } = cell.dataset;
      if ([0, 30, 60].every((more) => state(date, Number(from) + more) === "free")) return cell.dataset.cell;
    }
    return null;
  });
  expect(id, "an hour that is free").not.toBeNull();
  return page.locator(`[data-cell="${id}"]`);
}

const event = (page: Page, name: string) => page.getByRole("button", { name: new RegExp(name) });

test("a counselor books in 3 clicks, moves and cancels with a reason", async ({ visit }) => {
  test.setTimeout(120_000);
  const client = await newClient(visit, "Juniper Vale");
  const page = await visit("dana");
  await page.goto(`/harbor-light/app/calendar?view=week&date=${dayAhead(14)}`);
  const cell = await freeCell(page);
  let after = await mark();

  const booking = new Taps();
  await booking.on(cell);
  await expect(page.getByRole("combobox", { name: "Client" })).toBeFocused();
  await page.keyboard.type("Junip");
  await booking.on(page.getByRole("option", { name: /Juniper Vale/ }));
  await booking.on(page.getByRole("button", { name: "Book", exact: true }));
  await expect(page.getByText(/^Booked: /)).toBeVisible();
  booking.atMost(3);
  await expect(event(page, "Juniper Vale")).toBeVisible();
  await page.reload();
  await expect(event(page, "Juniper Vale")).toBeVisible();
  expectDiscreet(await mailTo(client.email, after, (mail) => mail.calendarMethod === "REQUEST"));
  await client.page.reload();
  await expect(client.page.getByRole("heading", { name: "Session with Dana Reyes" })).toBeVisible();

  // Another time, from the details.
  after = await mark();
  await event(page, "Juniper Vale").click();
  const panel = page.getByRole("dialog", { name: "Session" });
  await panel.getByRole("button", { name: "Move…" }).click();
  await panel.getByRole("list", { name: "Next good times" }).getByRole("button").last().click();
  await panel.getByRole("button", { name: /^Move to / }).click();
  await expect(page.getByText(/^Your new time|^Moved/).first()).toBeVisible();
  expectDiscreet(await mailTo(client.email, after));

  after = await mark();
  await panel.getByRole("button", { name: "Cancel session" }).click();
  await panel.getByLabel(/^Reason/).fill("I am at a training that day");
  await panel.getByRole("button", { name: "Cancel session" }).click();
  await expect(page.getByText("The session with Juniper Vale is cancelled. They will get an email.")).toBeVisible();
  await client.page.goto("/harbor-light/me/schedule?view=past");
  const cancelled = await mailTo(client.email, after, (mail) => mail.calendarMethod === "CANCEL");
  expectDiscreet(cancelled);
  expect(cancelled.text).not.toContain("training");
});

test("a counselor books with the keyboard alone", async ({ visit }) => {
  test.setTimeout(90_000);
  await newClient(visit, "Kestrel Moore");
  const page = await visit("dana");
  await page.goto(`/harbor-light/app/calendar?view=week&date=${dayAhead(21)}`);
  const cell = await freeCell(page);
  const wanted = { date: await cell.getAttribute("data-date"), from: Number(await cell.getAttribute("data-from")) };
  const grid = page.getByRole("grid", { name: "Free and busy times" });
  await grid.locator('[data-cell][tabindex="0"]').focus();
  const booking = new Taps();
  for (let turn = 0; turn < 80; turn += 1) {
    const at = await page.evaluate(() => {
      const { date = "", from = "0" } = (document.activeElement as HTMLElement).dataset;
      return { date, from: Number(from) };
    });
    if (at.date === wanted.date && at.from === wanted.from) break;
    const key =
      at.date < (wanted.date ?? "")
        ? "ArrowRight"
        : at.date > (wanted.date ?? "")
          ? "ArrowLeft"
          : at.from < wanted.from
            ? "ArrowDown"
            : "ArrowUp";
    await booking.key(page, key);
  }
  await expect(cell).toBeFocused();
  await booking.key(page, "Enter");
  await expect(page.getByRole("combobox", { name: "Client" })).toBeFocused();
  await expect(page.getByRole("combobox", { name: "Client" })).toBeFocused();
  await page.keyboard.type("Kestrel");
  await expect(page.getByRole("option", { name: /Kestrel Moore/ })).toBeVisible();
  await expect(page.getByRole("option")).toHaveCount(1);
  await booking.key(page, "ArrowDown");
  await booking.key(page, "Enter");
  await expect(page.getByRole("combobox", { name: "Client" })).toHaveValue("Kestrel Moore");
  await booking.key(page, "Enter");
  await expect(page.getByText(/^Booked: /)).toBeVisible();
  booking.atMost(3);
  await expect(event(page, "Kestrel Moore")).toBeVisible();
});

test("an open calendar shows what happens elsewhere; a taken time keeps the input", async ({ visit }) => {
  test.setTimeout(120_000);
  const watching = await newClient(visit, "Linnea Falk");
  const booking = await newClient(visit, "Rafael Obi");
  const page = await visit("dana");
  // The week that holds the time the client is about to take.
  await booking.page.getByRole("link", { name: "Book time with Dana" }).tap();
  const slots = booking.page.getByRole("list", { name: "Next good times" }).getByRole("button");
  const slot = slots.last();
  await slot.tap();
  const confirm = booking.page.getByRole("button", { name: /^Book / });
  const when = (await confirm.innerText()).replace(/^Book /, "");
  const date = dateOf(when);
  const clock = /\d{1,2}:\d{2} [AP]M/.exec(when)?.[0] ?? "";
  await page.goto(`/harbor-light/app/calendar?view=week&date=${date}`);
  // Kept while the client looks at it, free again once they look at another.
  const onThatDay = (state: RegExp) =>
    page.getByRole("gridcell", { name: state }).and(page.locator(`[data-date="${date}"]`));
  await expect(onThatDay(new RegExp(`, ${clock}, kept just now$`))).toBeAttached();
  await slots.first().tap();
  await onThatDay(new RegExp(`, ${clock}, free$`)).click();
  await expect(page.getByRole("combobox", { name: "Client" })).toBeFocused();
  await page.keyboard.type("Linnea");
  await page.getByRole("option", { name: /Linnea Falk/ }).click();
  // As long as what the client looks at: a longer one might not end within the hours.
  await page.getByText("30 min", { exact: true }).click();
  await page.getByText("Online", { exact: true }).click();
  // Kept while this form is open, too; free again once it is about another time.
  await expect(onThatDay(new RegExp(`, ${clock}, kept just now$`))).toBeAttached();
  await page.getByLabel("Starts").fill("05:00");
  await expect(onThatDay(new RegExp(`, ${clock}, free$`))).toBeAttached();

  await slot.tap();
  await expect(confirm).toHaveText(`Book ${when}`);
  await confirm.tap();
  await expect(booking.page.getByRole("heading", { name: "You're booked" })).toBeVisible();
  await expect(event(page, "Rafael Obi")).toBeAttached();

  const [hours = "", minutes = ""] = clock.replace(/ [AP]M$/, "").split(":");
  const hour = (Number(hours) % 12) + (clock.endsWith("PM") ? 12 : 0);
  await page.getByLabel("Starts").fill(`${String(hour).padStart(2, "0")}:${minutes}`);
  const closest = page.getByRole("list", { name: "Closest times" }).getByRole("button");
  await expect(closest.first()).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Client" })).toHaveValue("Linnea Falk");
  await expect(page.getByRole("radio", { name: "Online" })).toBeChecked();
  await closest.first().click();
  await page.getByRole("button", { name: "Book", exact: true }).click();
  await expect(page.getByText(/^Booked: /)).toBeVisible();
  await watching.page.reload();
  await expect(watching.page.getByRole("heading", { name: "Session with Dana Reyes" })).toBeVisible();

  // It goes as it came.
  await booking.page.getByRole("link", { name: "Back to Today" }).tap();
  await booking.page.getByRole("link", { name: "Change" }).tap();
  await booking.page.getByRole("button", { name: "Cancel this session" }).tap();
  await expect(page.getByRole("button", { name: /Rafael Obi, .*, Cancelled$/ })).toBeAttached();
});

test("weekly hours: several ranges, a copied day, a date that differs, time off", async ({ visit }) => {
  test.setTimeout(120_000);
  const admin = await visit("robin");
  const name = `Selma ${unique}`;
  const after = await mark();
  await admin.goto("/harbor-light/app/members/invite");
  await admin.getByRole("textbox", { name: "Email" }).fill(`selma.${unique}@harbor.example`);
  await admin.getByRole("textbox", { name: "Name" }).fill(name);
  await admin.getByText("Counselor", { exact: true }).click();
  await admin.getByRole("button", { name: "Send invitation" }).click();
  await expect(admin.getByText("The invitation is on its way.")).toBeVisible();
  const invitation = await mailTo(`selma.${unique}@harbor.example`, after);
  expectDiscreet(invitation);
  const page = await visit(null, desk);
  await page.goto(invitation.links.find((link) => link.includes("/i/")) ?? "");
  await page.locator("#zone").selectOption("America/New_York");
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await page.waitForURL("**/app/home");

  await page.getByRole("link", { name: "My hours" }).first().click();
  await settled(page);
  const hours = new Taps();
  await hours.on(page.getByText("Monday", { exact: true }));
  await expect(page.getByLabel("Monday, from")).toHaveValue("09:00");
  await page.getByLabel("Monday, until").fill("12:00");
  await hours.on(page.getByRole("button", { name: "Add hours: Monday" }));
  await page.getByLabel("Monday 2, from").fill("13:00");
  await page.getByLabel("Monday 2, until").fill("17:00");
  await hours.on(page.getByRole("button", { name: "Copy Monday to other days" }));
  await hours.on(page.getByRole("button", { name: "Copy", exact: true }));
  await page.getByLabel("Where in-person sessions are").fill("Room 9");
  await hours.on(page.getByRole("button", { name: "Save changes" }));
  await expect(page.getByText("Saved. Clients see the new times.")).toBeVisible();
  hours.atMost(6);
  await page.reload();
  await expect(page.getByLabel("Friday 2, until")).toHaveValue("17:00");
  await expect(page.getByText(/^35 hours a week/)).toBeVisible();

  const off = new Taps();
  const monday = nextMonday();
  await off.on(page.getByRole("button", { name: "Add time off" }));
  const timeOff = page.getByRole("region", { name: "Time off" });
  await timeOff.getByLabel("First day").fill(monday);
  await timeOff.getByLabel("Last day").fill(monday);
  await off.on(page.getByRole("button", { name: "Add time off" }).last());
  await expect(page.getByText("Time off added.")).toBeVisible();
  off.atMost(4);

  await page.goto(`/harbor-light/app/calendar?view=week&date=${monday}`);
  await expect(page.getByRole("gridcell", { name: /, time off$/ }).first()).toBeAttached();
  await expect(page.getByRole("gridcell", { name: /, free$/ }).first()).toBeAttached();
  await expect(page.getByRole("gridcell", { name: /, outside working hours$/ }).first()).toBeAttached();
});
