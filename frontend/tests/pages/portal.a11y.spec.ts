import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { serve } from "./harness";
import { portal, portalPages } from "./portal-fixture";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Colors do not depend on the language: Spanish is looked at once by day on a phone and once by night on a desk. */
const variants = {
  en: [
    [390, "light"],
    [390, "dark"],
    [1280, "light"],
    [1280, "dark"],
  ],
  es: [
    [390, "light"],
    [1280, "dark"],
  ],
} as const;

test.describe.configure({ timeout: 90_000 });

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
      for (const [width, colorScheme] of variants[locale]) {
        await page.setViewportSize({ width, height: 844 });
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.waitForTimeout(200); // colors move for 120 ms
        // The hundreds of time zones are the browser's own list.
        const { violations } = await new AxeBuilder({ page }).withTags(rules).exclude("select option").analyze();
        const found = violations.map(
          (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`,
        );
        expect(found, `${width} ${colorScheme}`).toEqual([]);
      }
      await page.setViewportSize({ width: 320, height: 640 });
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide, "sideways scroll at 320 px").toBeLessThanOrEqual(0);
      expect(errors).toEqual([]);
      await expect(page).not.toHaveTitle(/Ana|Dana|Harbor/);
    });
  }
}
