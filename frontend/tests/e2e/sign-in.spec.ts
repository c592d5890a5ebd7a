import { codeIn, expectDiscreet, mailsTo, mailTo, mark } from "./lib/inbox";
import { newClient } from "./lib/join";
import { unique } from "./lib/people";
import { desk, expect, phone, settled, test } from "./lib/test";

test("by code: a wrong one says so, the right one lets in; a stranger's address gets the same answer", async ({
  visit,
  watch,
}) => {
  watch.allow(/status of 422/);
  test.setTimeout(90_000);
  const { email } = await newClient(visit, "Bruno Keel");
  const page = await visit(null, phone);
  const after = await mark();
  await page.goto("/harbor-light/sign-in");
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Send me a code" }).tap();
  await expect(page.getByText(`If ${email} has an account here, a code is on its way.`)).toBeVisible();
  const mail = await mailTo(email, after);
  expectDiscreet(mail);
  const code = codeIn(mail).replace(/\s/g, "");
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
  await page.getByLabel("Code").fill(wrong);
  await page.getByRole("button", { name: "Continue" }).tap();
  await expect(page.getByRole("alert")).toContainText("There is a problem");
  await expect(page.getByLabel("Code")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Code").fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await page.getByRole("button", { name: "Continue" }).tap();
  await page.waitForURL("**/harbor-light/me/today");
  await settled(page);

  const stranger = `nobody.${unique}@mail.example`;
  const guest = await visit(null, phone);
  await guest.goto("/harbor-light/sign-in");
  await guest.getByLabel("Email").fill(stranger);
  await guest.getByRole("button", { name: "Send me a code" }).tap();
  await expect(guest.getByText(`If ${stranger} has an account here, a code is on its way.`)).toBeVisible();
  await guest.getByLabel("Code").fill("123456");
  await guest.getByRole("button", { name: "Continue" }).tap();
  await expect(guest.getByRole("alert")).toContainText("There is a problem");
  expect(await mailsTo(stranger, after)).toHaveLength(0);
});

test("by password: wrong for a member and for a stranger is the same", async ({ visit, watch }) => {
  watch.allow(/status of 422/);
  const page = await visit(null, phone);
  const said: string[] = [];
  for (const email of ["helen@harbor.example", `nobody.${unique}@harbor.example`]) {
    await page.goto(`/harbor-light/sign-in?email=${encodeURIComponent(email)}`);
    await page.locator("summary").tap();
    await page.getByLabel("Password").fill("not the right words at all");
    await page.getByRole("button", { name: "Sign in with password" }).tap();
    await expect(page.getByRole("alert")).toContainText("There is a problem");
    await expect(page.getByLabel("Email")).toHaveValue(email);
    said.push(await page.getByRole("alert").innerText());
  }
  expect(said[0]).toBe(said[1]);
});

test("signed out elsewhere: the open page asks to sign in and keeps what was typed", async ({ visit, watch }) => {
  test.setTimeout(90_000);
  watch.allow(/status of 401|WebSocket/);
  const { page, state } = await newClient(visit, "Amara Poole");
  await page.goto("/harbor-light/me/settings/profile");
  await page.getByLabel("Pronouns").fill("she/they");
  const other = await visit(state, phone);
  await other.goto("/harbor-light/me/settings/privacy");
  await other.getByRole("button", { name: "Sign out everywhere" }).tap();
  await other.waitForURL(/sign-in/);
  await page.getByRole("button", { name: "Save", exact: true }).tap();
  await expect(page.getByRole("alertdialog", { name: "Sign in again" })).toBeVisible();
  await expect(page.locator('[name="pronouns"]')).toHaveValue("she/they");
});

test("leaving quickly signs out and is gone", async ({ visit, watch }) => {
  // The live connection may be on its way when the sign-in ends.
  watch.allow(/weather|ERR_|net::|WebSocket/);
  const { page, state } = await newClient(visit, "Lio Franke");
  await page.route("https://www.weather.gov/**", (route) =>
    route.fulfill({ body: "<h1>Weather</h1>", contentType: "text/html" }),
  );
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Shift");
  await page.waitForURL("https://www.weather.gov/**");
  const after = await visit(state, phone);
  await after.goto("/harbor-light/me/today");
  await expect(after).toHaveURL(/\/harbor-light\/sign-in/);
});

test("in Spanish, from the first page to the portal", async ({ visit }) => {
  test.setTimeout(90_000);
  const guest = await visit(null, { ...phone, locale: "es-US" });
  await guest.goto("/harbor-light/sign-in");
  await expect(guest.locator("html")).toHaveAttribute("lang", "es");
  await guest.getByRole("link", { name: "English" }).tap();
  await expect(guest.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await guest.getByRole("link", { name: "Español" }).tap();
  await expect(guest.locator("html")).toHaveAttribute("lang", "es");

  const { page } = await newClient(visit, "Marisol Vega", "ES");
  await settled(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  await expect(page.getByRole("heading", { level: 1, name: /^(Hola|Buen).*Marisol/ })).toBeVisible();
  await page.getByRole("link", { name: "Reservar con Dana" }).tap();
  await page.getByRole("list", { name: "Próximas horas" }).getByRole("button").last().tap();
  await page.getByRole("button", { name: /^Reservar / }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.waitForURL("**/booked");
  await expect(page.locator("main")).not.toContainText(/You're|Booked|Session/);
  const staff = await visit("joaquin", desk);
  await staff.goto("/sierra-commons/app/calendar");
  await settled(staff);
  await expect(staff.locator("html")).toHaveAttribute("lang", "es");
});
