import type { Page } from "@playwright/test";
import { expectDiscreet, linkIn, mailsTo, mailTo, mark } from "./lib/inbox";
import { newClient } from "./lib/join";
import { Taps } from "./lib/taps";
import { expect, phone, settled, test } from "./lib/test";

/** The last of the offered times: far enough ahead to be changed again. */
const lateSlot = (page: Page) => page.getByRole("list", { name: "Next good times" }).getByRole("button").last();

async function book(page: Page, taps = new Taps(true)): Promise<string> {
  await taps.on(page.getByRole("link", { name: "Book time with Dana" }));
  await taps.on(lateSlot(page));
  const confirm = page.getByRole("button", { name: /^Book / });
  const when = (await confirm.innerText()).replace(/^Book /, "");
  await taps.on(confirm);
  await expect(page.getByRole("heading", { name: "You're booked" })).toBeVisible();
  return when;
}

test("a client books in 3 taps, moves in 3, cancels in 2 and takes it back; mails say only when", async ({ visit }) => {
  test.setTimeout(150_000);
  const { page, email } = await newClient(visit, "Noor Haddad");
  await settled(page);
  await expect(page.getByText("Nothing is booked right now.")).toBeVisible();

  // Books, and sees it on Today, also after a reload.
  let after = await mark();
  const booking = new Taps(true);
  const when = await book(page, booking);
  booking.atMost(3);
  await page.getByRole("link", { name: "Back to Today" }).tap();
  // Today says "Tomorrow" where the form says the day: the clock time is the same in both.
  const clock = /\d+:\d\d/.exec(when)?.[0] ?? when;
  await expect(page.getByRole("heading", { name: "Session with Dana Reyes" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("region", { name: "Session with Dana Reyes" })).toContainText(clock);

  const confirmation = await mailTo(email, after);
  expect(confirmation.calendarMethod).toBe("REQUEST");
  expect(confirmation.calendar).toContain("STATUS:CONFIRMED");
  const uid = /UID:(\S+)/.exec(confirmation.calendar ?? "")?.[1];
  expectDiscreet(confirmation);

  // Moves it.
  after = await mark();
  const moving = new Taps(true);
  await moving.on(page.getByRole("link", { name: "Change" }));
  await moving.on(lateSlot(page));
  const move = page.getByRole("button", { name: /^Move to / });
  const newTime = (await move.innerText()).replace(/^Move to /, "");
  await moving.on(move);
  await expect(page.getByText(`Your new time: ${newTime}`)).toBeVisible();
  moving.atMost(3);
  expect(newTime).not.toBe(when);
  const change = await mailTo(email, after);
  expect(change.calendarMethod).toBe("REQUEST");
  expect(change.calendar).toContain(`UID:${uid}`);
  expect(change.calendar).toContain("SEQUENCE:1");
  expectDiscreet(change);

  // Cancels it, and thinks again.
  await page.goto("/harbor-light/me/today");
  after = await mark();
  const cancelling = new Taps(true);
  await cancelling.on(page.getByRole("link", { name: "Change" }));
  await cancelling.on(page.getByRole("button", { name: "Cancel this session" }));
  await expect(page.getByText(/is cancelled\. Dana Reyes will get an email\./)).toBeVisible();
  cancelling.atMost(2);
  await expect(page.getByText("Nothing is booked right now.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).tap();
  await expect(page.getByText("Your session is back.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Session with Dana Reyes" })).toBeVisible();

  // Cancels it for good: only now a mail leaves.
  await page.getByRole("link", { name: "Change" }).tap();
  await page.getByRole("button", { name: "Cancel this session" }).tap();
  await expect(page.getByText("Nothing is booked right now.")).toBeVisible();
  const cancellation = await mailTo(email, after, (mail) => mail.calendarMethod === "CANCEL");
  expect(cancellation.calendar).toContain(`UID:${uid}`);
  expect(cancellation.calendar).toContain("STATUS:CANCELLED");
  expectDiscreet(cancellation);
  expect(await mailsTo(email, after)).toHaveLength(1);
  await page.goto("/harbor-light/me/schedule?view=past");
  await settled(page);
});

test("two people want one time: the second is offered others and keeps what was chosen", async ({ visit }) => {
  test.setTimeout(120_000);
  const [one, two] = [await newClient(visit, "Iris Vance"), await newClient(visit, "Omar Sayegh")];
  for (const { page } of [one, two]) {
    await page.getByRole("link", { name: "Book time with Dana" }).tap();
    await page.getByText("Counseling session", { exact: true }).tap();
    await page.getByText("Online", { exact: true }).first().tap();
    await expect(page.getByRole("radio", { name: /^Counseling session/ })).toBeChecked();
  }
  const wanted = await lateSlot(two.page).innerText();
  // The time is kept for whoever looks at it first, before anybody books.
  await lateSlot(one.page).tap();
  await expect(one.page.getByRole("button", { name: /^Book / })).toBeVisible();
  await lateSlot(two.page).tap();
  await expect(two.page.getByText(/Someone just took .* Here are the closest times\./)).toBeVisible();
  const others = two.page.getByRole("list", { name: "Closest times" }).getByRole("button");
  await expect(others.first()).toBeVisible();
  expect(await others.allInnerTexts()).not.toContain(wanted);
  await expect(two.page.getByRole("radio", { name: /^Counseling session/ })).toBeChecked();
  await expect(two.page.getByRole("radio", { name: "Online", exact: true })).toBeChecked();
  await others.first().tap();
  for (const { page } of [two, one]) {
    await page.getByRole("button", { name: /^Book / }).tap();
    await expect(page.getByRole("heading", { name: "You're booked" })).toBeVisible();
  }
});

test("the link in the mail shows the appointment and cancels it, without JavaScript", async ({ visit }) => {
  const { page, email } = await newClient(visit, "Talia Brook");
  const after = await mark();
  await book(page);
  const link = linkIn(await mailTo(email, after), "/s/");
  const reader = await visit(null, { ...phone, javaScriptEnabled: false });
  await reader.goto(link);
  await expect(reader.locator("h1 time")).toBeVisible();
  await expect(reader).toHaveTitle("Your appointment");
  await reader.locator("summary").tap();
  await reader.getByRole("button", { name: "Cancel it" }).tap();
  await expect(reader.getByText("This is cancelled.")).toBeVisible();
  await reader.getByRole("button", { name: "Undo" }).tap();
  await expect(reader.getByText("This is cancelled.")).toHaveCount(0);
  await page.goto("/harbor-light/me/today");
  await expect(page.getByRole("heading", { name: "Session with Dana Reyes" })).toBeVisible();
});

test("a client changes name, language and reminders; all three are kept", async ({ visit }) => {
  const { page } = await newClient(visit, "Petra Lund");
  await page.goto("/harbor-light/me/settings/profile");
  await page.getByLabel("Name").fill("Petra L.");
  await page.getByRole("button", { name: "Save", exact: true }).tap();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.goto("/harbor-light/me/settings/reminders");
  await page.getByLabel("From").fill("20:30");
  await page.getByRole("button", { name: "Save", exact: true }).tap();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.goto("/harbor-light/me/settings/reminders");
  await expect(page.getByLabel("From")).toHaveValue("20:30");
  await page.goto("/harbor-light/me/today");
  await expect(page.getByRole("heading", { level: 1, name: /Petra$/ })).toBeVisible();
});
