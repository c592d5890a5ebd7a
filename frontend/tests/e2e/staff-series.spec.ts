import type { Locator, Page } from "@playwright/test";
import { newPair } from "./lib/care";
import { weekly } from "./lib/series";
import { expect, test } from "./lib/test";
import { dayAhead } from "./lib/when";

/** Drags a session so many columns to the right and minutes down, as a mouse does. */
async function drag(page: Page, event: Locator, days: number, minutes: number): Promise<void> {
  await event.scrollIntoViewIfNeeded();
  const box = await event.boundingBox();
  const column = await page.locator("[data-cell]").first().boundingBox();
  if (!box || !column) throw new Error("nothing to drag");
  const [x, y] = [box.x + 30, box.y + 12];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 10, y + 4);
  await page.mouse.move(x + days * column.width, y + (minutes * 56) / 60, { steps: 4 });
  await page.mouse.up();
}

test("one of a series is dragged: it asks which, and shows where each would go", async ({ visit }) => {
  test.setTimeout(150_000);
  const pair = await newPair(visit, { counselor: "Juno Abel", client: "Rafe Lindgren" });
  const page = pair.counselor.page;
  await weekly(pair, 8, "10:00", 4);
  // Something else stands where the third would go.
  await weekly(pair, 22, "12:00", 2);
  await page.goto(`/harbor-light/app/calendar?view=week&date=${dayAhead(8)}`);
  const ours = page.getByRole("button", { name: /^Rafe Lindgren, 10:00/ });
  await drag(page, ours, 0, 120);
  const asked = page.getByRole("dialog", { name: "Move the session with Rafe Lindgren?" });
  await expect(asked.getByRole("radio", { name: "Only this one" })).toBeChecked();
  await asked.getByText("This one and those after it").click();
  const moves = asked.getByRole("list", { name: "Where each session goes" }).getByRole("listitem");
  await expect(moves).toHaveCount(4);
  await expect(asked.getByText(/^2 dates are not free/)).toBeVisible();
  await expect(moves.nth(2)).toContainText("Stays");
  await expect(asked.getByRole("button", { name: "Move 2 of 4" })).toBeEnabled();
  await asked.getByRole("button", { name: "Keep it as it was" }).click();
  await expect(ours).toBeVisible();

  await drag(page, ours, 0, 60);
  await asked.getByText("This one and those after it").click();
  await asked.getByRole("button", { name: "Move 4 sessions" }).click();
  await expect(page.getByText("4 sessions have moved.")).toBeVisible();
  const moved = page.getByRole("button", { name: /^Rafe Lindgren, 11:00/ });
  await expect(moved).toBeVisible();
  // Only this one: the others stay.
  await drag(page, moved, 0, -180);
  await asked.getByRole("button", { name: /^Move to / }).click();
  await expect(page.getByRole("button", { name: /^Rafe Lindgren, 8:00/ })).toBeVisible();
  await page.goto(`/harbor-light/app/calendar?view=week&date=${dayAhead(15)}`);
  await expect(moved).toBeVisible();

  // The same without a mouse, for all that are still to come.
  await moved.focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: "Session" });
  await panel.getByRole("button", { name: "Move" }).press("Enter");
  await panel.getByRole("radio", { name: "Only this one" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(panel.getByRole("radio", { name: "All that are still to come" })).toBeChecked();
  // The days around it are open: three before it come first.
  await panel.getByRole("button", { name: "9:00 AM", exact: true }).press("Enter");
  const there = panel.getByRole("list", { name: "Where each session goes" }).getByRole("listitem");
  await expect(there).toHaveCount(4);
  await expect(there.nth(1)).toContainText("9:00 AM");
  await panel.getByRole("button", { name: "Move 4 sessions" }).press("Enter");
  await expect(page.getByText("4 sessions have moved.")).toBeVisible();

  // Cancelled by mistake: one, and all of them, come back on a press.
  const cancel = panel.getByRole("button", { name: "Cancel session" });
  const undo = page.getByRole("button", { name: "Undo" });
  await cancel.click();
  await cancel.click();
  await expect(page.getByText(/^The session with Rafe Lindgren is cancelled/)).toBeVisible();
  await undo.click();
  await expect(page.getByText("The session is back. No email was sent.")).toBeVisible();
  await page.goto(`/harbor-light/app/calendar?view=week&date=${dayAhead(12)}`);
  const nine = page.getByRole("button", { name: /^Rafe Lindgren, 9:00/ });
  await nine.click();
  await cancel.click();
  await panel.getByText("All that are still to come").click();
  await cancel.click();
  await expect(page.getByText(/^4 sessions are cancelled/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Rafe Lindgren, 9:00.*Cancelled$/ })).toBeVisible();
  await undo.click();
  await expect(page.getByText(/^4 of 4 are back/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Rafe Lindgren, 9:00.*Cancelled$/ })).toHaveCount(0);
});

test("from slot to booked by keyboard alone: every month on its weekday, until a day", async ({ visit }) => {
  test.setTimeout(120_000);
  const pair = await newPair(visit, { counselor: "Odile Marr", client: "Ezra Whitcomb" });
  const page = pair.counselor.page;
  const date = dayAhead(9);
  await page.goto(`/harbor-light/app/calendar?view=day&date=${date}`);
  const grid = page.getByRole("grid");
  await grid.locator('[tabindex="0"]').focus();
  await page.keyboard.press("Home");
  for (let half = 0; half < 20; half += 1) await page.keyboard.press("ArrowDown");
  await expect(page.locator(`[data-cell="${date}-600"]`)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Client" })).toBeFocused();
  await page.keyboard.type("Ezra");
  await expect(page.getByRole("option", { name: /Ezra Whitcomb/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const focus = async (target: Locator) => {
    for (let tries = 0; tries < 12; tries += 1) {
      if (await target.evaluate((one) => one === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    await expect(target).toBeFocused();
  };
  const repeat = page.getByLabel("Repeat");
  await focus(repeat);
  await page.keyboard.type("Every month");
  await expect(repeat).toHaveValue("MONTHLY_BY_WEEKDAY");
  // All of it is on the screen, in a day as wide as the page, too.
  const form = page.getByRole("dialog", { name: "Book a session" });
  await expect(form.locator("..")).toBeInViewport({ ratio: 1 });
  await focus(form.getByRole("radio", { name: "After a number" }));
  await page.keyboard.press("ArrowRight");
  const look = form.getByRole("button", { name: "Look at the dates" });
  await focus(look);
  await page.keyboard.press("Enter");
  await expect(form.getByText("Choose a day after the first session")).toBeVisible();
  const until = form.getByLabel("Last day");
  await until.fill(dayAhead(9 + 4 * 30));
  await focus(look);
  await page.keyboard.press("Enter");
  await expect(form.getByRole("heading", { name: "Each date" })).toBeFocused();
  const dates = form.getByRole("list", { name: "Each date" }).getByRole("listitem");
  // They come a moment after the heading; four at least in as many months.
  await expect(dates.nth(3)).toBeVisible();
  const months = await dates.count();
  // The same weekday each time, whatever the month is like.
  const weekday = (await dates.first().innerText()).slice(0, 3);
  for (const one of await dates.allInnerTexts()) expect(one.slice(0, 3)).toBe(weekday);
  const book = form.getByRole("button", { name: `Book ${months} of ${months}` });
  await focus(book);
  await page.keyboard.press("Enter");
  await expect(page.getByText(`${months} sessions are booked.`)).toBeVisible();
  await expect(page.locator(`[data-cell="${date}-600"]`)).toBeFocused();
  await expect(page.getByRole("button", { name: /^Ezra Whitcomb, 10:00/ })).toBeVisible();
});
