import { expect, test } from "@playwright/test";
import { barriers, contrast, look, sideways } from "../barriers";
import { serve } from "./harness";
import { evening, portal, portalPages } from "./portal-fixture";

/** Colors do not depend on the language, nor much on the width: by night only contrast is looked at, and Spanish is there once. */
const variants = {
  en: [
    { width: 390, colorScheme: "light", only: undefined },
    { width: 390, colorScheme: "dark", only: contrast },
    { width: 1280, colorScheme: "light", only: undefined },
  ],
  es: [{ width: 1280, colorScheme: "dark", only: undefined }],
} as const;

test.describe.configure({ timeout: 90_000 });

test("Today with a meeting about to begin and one just over: no barriers", async ({ page }) => {
  await serve(page, { ...portal, answers: { ...portal.answers, ...evening } });
  await page.goto("/harbor/me/today");
  await expect(page.getByRole("button", { name: "Join", exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "After Afternoon circle" })).toBeVisible();
  await expect(page.getByText("We talked about asking for help.")).toBeVisible();
  for (const { width, colorScheme, only } of variants.en) {
    await look(page, width, colorScheme);
    expect(await barriers(page, only), `${width} ${colorScheme}`).toEqual([]);
  }
});

for (const locale of ["en", "es"] as const) {
  for (const path of portalPages) {
    test(`${path} in ${locale}: no barriers, on phones and desks, by day and night`, async ({ page }) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      await serve(page, { ...portal, locale });
      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(path);
      await page.locator("main h1").waitFor();
      await expect(page.getByRole("status", { name: /Loading|Cargando/ })).toHaveCount(0);
      for (const { width, colorScheme, only } of variants[locale]) {
        await look(page, width, colorScheme);
        expect(await barriers(page, only), `${width} ${colorScheme}`).toEqual([]);
      }
      expect(await sideways(page), "sideways scroll at 320 px").toBeLessThanOrEqual(0);
      expect(errors).toEqual([]);
      await expect(page).not.toHaveTitle(/Ana|Dana|Harbor/);
    });
  }
}
