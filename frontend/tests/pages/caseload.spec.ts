import { expect, type Page, test } from "@playwright/test";
import { serve } from "./harness";
import { casesOf, staff } from "./staff-fixture";

async function open(page: Page, path: string) {
  const asked = await serve(page, staff);
  await page.goto(path);
  await page.locator("main h1").waitFor();
  return asked;
}

const rows = (page: Page) => page.locator("tbody tr");

test("five hundred people: page by page, the ones that are there stay, and one menu serves them all", async ({
  page,
}) => {
  const asked = await open(page, "/harbor/app/clients");
  await expect(rows(page)).toHaveCount(50);
  await rows(page)
    .first()
    .evaluate((row) => row.setAttribute("data-was", "here"));
  for (let shown = 100; shown <= 500; shown += 50) {
    await page.getByRole("button", { name: "Show more" }).click();
    await expect(rows(page)).toHaveCount(shown);
  }
  await expect(page.getByRole("button", { name: "Show more" })).toHaveCount(0);
  await expect(page.locator("tr[data-was=here]")).toHaveCount(1);
  // Each page was asked for once.
  expect(asked.filter((one) => one.name === "StaffCaseload")).toHaveLength(10);

  // The menu of somebody far down, by the keyboard; closed again, the focus is where it was.
  await expect(page.getByRole("menu")).toHaveCount(0);
  const more = rows(page).nth(480).getByRole("button");
  await more.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menu")).toHaveCount(1);
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(more).toBeFocused();
});

test("what is chosen is asked of the server, and stands in the address", async ({ page }) => {
  const asked = await open(page, "/harbor/app/clients?state=ON_HOLD&sort=last-contact");
  await expect(rows(page).first()).toBeVisible();
  expect(asked.find((one) => one.name === "StaffCaseload")?.variables).toMatchObject({
    filter: { states: ["ON_HOLD"], quiet: null, programId: null },
    order: "LAST_CONTACT",
  });
  await page.getByRole("link", { name: "Gone quiet" }).click();
  await expect(page).toHaveURL(/quiet=true/);
  await expect(page).toHaveURL(/sort=last-contact/);
  await expect(page).not.toHaveURL(/ON_HOLD/);
});

test("nobody fits: why, and the way back", async ({ page }) => {
  await serve(page, { ...staff, answers: { ...staff.answers, StaffCaseload: casesOf(0) } });
  await page.goto("/harbor/app/clients?state=INQUIRY");
  await expect(page.getByText("No clients match these filters.")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/\/app\/clients$/);
});

test("on a phone each person is a card, and nothing moves sideways", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/harbor/app/clients");
  await expect(rows(page)).toHaveCount(50);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await expect(rows(page).first()).toContainText("Gone quiet");
});
