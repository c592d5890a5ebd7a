import type { Page } from "@playwright/test";
import { desk, expect, phone, test } from "./lib/test";

async function expectHelp(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You're not alone. Help is here now.");
  const calls = await page
    .locator('main a[href^="tel:"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  // The order is fixed: danger, someone to talk to, the center's own line, treatment.
  expect(calls.slice(0, 2)).toEqual(["tel:911", "tel:988"]);
  expect(calls).toContain("tel:18006624357");
}

test("help is on every page, and two presses from a call, signed in or not", async ({ visit }) => {
  const guest = await visit(null, phone);
  for (const path of ["/", "/start", "/safety", "/privacy", "/harbor-light", "/harbor-light/sign-in", "/ops/sign-in"]) {
    await guest.goto(path);
    await guest.getByRole("link", { name: "Get help now" }).first().tap();
    await expectHelp(guest);
  }
  await guest.goto("/harbor-light/help");
  await expect(guest.getByRole("link", { name: "Call +1 207 555 0199" })).toBeVisible();
  const client = await visit("ana", phone);
  for (const path of ["today", "schedule", "people", "documents", "settings"]) {
    await client.goto(`/harbor-light/me/${path}`);
    await client.getByRole("banner").getByRole("link", { name: "Get help now" }).tap();
    await expectHelp(client);
  }
  const counselor = await visit("dana", desk);
  await counselor.goto("/harbor-light/app/calendar");
  await counselor.getByRole("banner").getByRole("link", { name: "Get help now" }).click();
  await expectHelp(counselor);
});

test("without JavaScript: help, sign-in form, and the next appointment with its way out", async ({ visit }) => {
  const guest = await visit(null, { ...phone, javaScriptEnabled: false });
  await guest.goto("/harbor-light/sign-in");
  await expect(guest.getByRole("button", { name: "Send me a code" })).toBeVisible();
  await guest.getByRole("link", { name: "Get help now" }).tap();
  await expectHelp(guest);
  const client = await visit("ana", { ...phone, javaScriptEnabled: false });
  await client.goto("/harbor-light/me/today");
  await expect(client.getByRole("heading", { name: "Hello, Ana Ruiz" })).toBeVisible();
  await expect(client.getByText("Next up")).toBeVisible();
  await expect(client.getByRole("button", { name: "Sign out" })).toBeVisible();
  await client.getByRole("link", { name: "Get help now" }).first().tap();
  await expectHelp(client);
});

test("a page that is not there says so and offers help", async ({ visit, watch }) => {
  watch.allow(/status of 4(04|10)/);
  const page = await visit(null, phone);
  for (const path of ["/no-such-place", "/harbor-light/nothing", "/s/garbage", "/e/garbage"]) {
    const answer = await page.goto(path);
    expect([404, 410]).toContain(answer?.status());
    await expect(page.getByRole("link", { name: "Get help now" }).first()).toBeVisible();
  }
});
