import { expect, test } from "@playwright/test";
import { barriers, contrast, look, sideways } from "../barriers";
import { goOn, settled } from "../e2e/lib/test";
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

test.describe.configure({ timeout: 120_000 });

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

/** Looked at in one go, as somebody walks through them: the app and axe come into the browser once for all. */
const walks = ["schedule", "settings", "groups", undefined].map((part) => ({
  walk: part ?? "the rest",
  paths: portalPages.filter((path) => /me\/(schedule|settings|groups)/.exec(path)?.[1] === part),
}));

for (const locale of ["en", "es"] as const) {
  for (const { walk, paths } of walks) {
    test(`${walk} in ${locale}: no barriers, on phones and desks, by day and night`, async ({ page }) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(`${page.url()}: ${error.message}`));
      page.on("console", (message) => message.type() === "error" && errors.push(`${page.url()}: ${message.text()}`));
      await serve(page, { ...portal, locale });
      await page.emulateMedia({ reducedMotion: "reduce" });
      for (const path of paths) {
        await page.setViewportSize({ width: 390, height: 844 });
        await goOn(page, path);
        await settled(page);
        for (const { width, colorScheme, only } of variants[locale]) {
          await look(page, width, colorScheme);
          expect.soft(await barriers(page, only), `${path} at ${width}, ${colorScheme}`).toEqual([]);
        }
        expect.soft(await sideways(page), `${path}: sideways scroll at 320`).toBeLessThanOrEqual(0);
        await expect.soft(page, path).not.toHaveTitle(/Ana|Dana|Harbor/);
      }
      expect(errors).toEqual([]);
    });
  }
}
