import { book, newPair } from "./lib/care";
import { expect, settled, test } from "./lib/test";

test("a calendar link: shown once, read, made anew, switched off", async ({ visit, watch }) => {
  test.setTimeout(120_000);
  watch.allow(/clipboard/i);
  const pair = await newPair(visit, { counselor: "Juno Ames", client: "Kit Larsen" });
  await book(pair, 30, "IN_PERSON");
  const page = pair.counselor.page;
  await page.goto("/harbor-light/app/account?part=calendar");
  await settled(page);
  await page.getByRole("button", { name: "Make a link" }).click();
  const address = await page.getByLabel("Address of your calendar").inputValue();
  expect(address).toMatch(/\/calendar\/.+\.ics$/);
  const read = await page.request.get(address);
  expect(read.status()).toBe(200);
  const text = await read.text();
  expect(text).toContain("BEGIN:VEVENT");
  expect(text).not.toMatch(/Kit|Larsen|Harbor|recovery/i);

  await page.reload();
  await expect(page.getByLabel("Address of your calendar")).toHaveCount(0);
  await expect(page.getByText("Last read by a calendar")).toBeVisible();
  await page.getByRole("button", { name: "Make a new link" }).click();
  await page
    .getByRole("dialog")
    .getByLabel(/^What each entry is called/)
    .fill("Appointment");
  await page.getByRole("dialog").getByRole("button", { name: "Make a new link" }).click();
  const newer = await page.getByLabel("Address of your calendar").inputValue();
  expect(newer).not.toBe(address);
  expect((await page.request.get(address)).status()).not.toBe(200);
  expect(await (await page.request.get(newer)).text()).toContain("SUMMARY:Appointment");

  await page.getByRole("button", { name: "Switch off" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Switch off" }).click();
  await expect(page.getByRole("button", { name: "Make a link" })).toBeVisible();
  expect((await page.request.get(newer)).status()).not.toBe(200);
});

test("a client makes a link in the settings, another one, and none", async ({ visit, watch }) => {
  test.setTimeout(120_000);
  watch.allow(/clipboard/i);
  const pair = await newPair(visit, { counselor: "Bram Cole", client: "Lux Arden" });
  await book(pair, 30, "ONLINE");
  const page = pair.client.page;
  await page.goto("/harbor-light/me/settings");
  await page.getByRole("link", { name: /^Calendar link/ }).tap();
  await page.getByRole("button", { name: "Make a link" }).tap();
  const field = page.getByLabel("Address of your calendar");
  await expect(field).toBeFocused();
  const address = await field.inputValue();
  const text = await (await page.request.get(address)).text();
  expect(text).toContain("SUMMARY:Busy");
  expect(text).not.toMatch(/Bram|Cole|Harbor|recovery|meet\.example/i);
  await page.getByRole("button", { name: "Make a new link" }).tap();
  await page.getByRole("dialog").getByRole("button", { name: "Make a new link" }).tap();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const newer = await field.inputValue();
  expect(newer).not.toBe(address);
  expect((await page.request.get(address)).status()).not.toBe(200);
  await page.getByRole("button", { name: "Switch off" }).tap();
  await page.getByRole("dialog").getByRole("button", { name: "Switch off" }).tap();
  await expect(page.getByRole("button", { name: "Make a link" })).toBeVisible();
  expect((await page.request.get(newer)).status()).not.toBe(200);
});
