import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type axe from "axe-core";

/** What axe-core itself would hand out is twice as long, and read anew by each page that it comes into. */
const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What depends on colors only. */
export const contrast = ["color-contrast", "link-in-text-block"] as const;

/** The page as somebody with this screen sees it, at rest. */
export async function look(page: Page, width: 390 | 1280, colorScheme: "light" | "dark"): Promise<void> {
  await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  // Colors take a moment to change; what is between two has no contrast to measure. (Hidden ones never get there.)
  await page.waitForFunction(() =>
    document.getAnimations().every((one) => {
      const target = one.effect instanceof KeyframeEffect ? one.effect.target : null;
      return one.playState === "finished" || !target?.checkVisibility({ contentVisibilityAuto: true });
    }),
  );
}

/** What axe finds, in words. It comes into a page once: the looks that follow are at the same page. */
export async function barriers(page: Page, only?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return await page.evaluate(
    async (runOnly) => {
      const { run } = (window as unknown as { axe: typeof axe }).axe;
      // The hundreds of time zones are the browser's own list. What passes is of no interest here.
      const found = await run(
        { exclude: [["select option"]] },
        { runOnly, resultTypes: ["violations"], preload: false },
      );
      return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
    },
    only ? { type: "rule" as const, values: [...only] } : { type: "tag" as const, values: rules },
  );
}

/** How far the page can be pushed sideways on the smallest screen: not at all, if all is well. */
export async function sideways(page: Page): Promise<number> {
  await page.setViewportSize({ width: 320, height: 640 });
  return await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Tables whose last columns are cut off on a tablet, where a sidebar takes room: nobody could get to them. */
export async function cutOff(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 800, height: 1000 });
  return await page.evaluate(() =>
    [...document.querySelectorAll("table")]
      .filter((one) => one.parentElement && getComputedStyle(one.parentElement).overflowX !== "visible")
      .filter((one) => one.scrollWidth > (one.parentElement?.clientWidth ?? 0))
      .filter((one) => one.getAttribute("role") !== "grid")
      .map((one) => one.getAttribute("aria-label") ?? "a table"),
  );
}
