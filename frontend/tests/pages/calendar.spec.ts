import { expect, type Page, test } from "@playwright/test";
import { serve } from "./harness";
import { calendarOf, counselor } from "./staff-fixture";

const count = 300;
const path = "/harbor/app/calendar?view=week&date=2026-11-22";

const events = (page: Page) => page.locator("section > button[type=button]");

/** Frames in a row without a change: what is loaded behind the calendar has come and taken its place. */
const quietFrames = 30;

/** Counts what changes in the days' columns from now on, once they are as they stay. */
async function watchDays(page: Page): Promise<() => Promise<number>> {
  await page.waitForLoadState("networkidle");
  await page.evaluate((frames) => {
    const seen = { changes: 0 };
    Object.assign(window, { seen });
    const watch = new MutationObserver((changes) => {
      seen.changes += changes.length;
    });
    for (const day of document.querySelectorAll("section:has(> button)"))
      watch.observe(day, { subtree: true, childList: true, attributes: true, characterData: true });
    return new Promise<void>((quiet) => {
      let still = 0;
      const frame = () => {
        still = seen.changes ? 0 : still + 1;
        seen.changes = 0;
        if (still < frames) requestAnimationFrame(frame);
        else quiet();
      };
      requestAnimationFrame(frame);
    });
  }, quietFrames);
  return async () => await page.evaluate(() => (window as unknown as { seen: { changes: number } }).seen.changes);
}

test("three hundred sessions in a week: all there, and none is drawn again while the cursor moves", async ({
  page,
}) => {
  await serve(page, { ...counselor, answers: { ...counselor.answers, StaffCalendar: calendarOf(count) } });
  await page.goto(path);
  await expect(events(page)).toHaveCount(count);
  const cell = page.locator('[data-cell][tabindex="0"]');
  await cell.focus();
  const changes = await watchDays(page);
  for (const key of ["ArrowDown", "ArrowRight", "ArrowUp", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
  await expect(page.locator("[data-cell]:focus")).toHaveAttribute("tabindex", "0");
  expect(await changes()).toBe(0);
});

test("three hundred sessions: nothing is drawn again while one scrolls", async ({ page }, info) => {
  await serve(page, { ...counselor, answers: { ...counselor.answers, StaffCalendar: calendarOf(count) } });
  await page.goto(path);
  await expect(events(page)).toHaveCount(count);
  const changes = await watchDays(page);
  const frames = await page.evaluate(
    () =>
      new Promise<number[]>((done) => {
        const box = document.querySelector<HTMLElement>("[role=grid]")?.parentElement?.parentElement;
        const times: number[] = [];
        let last = 0;
        const step = (at: number) => {
          if (last) times.push(at - last);
          last = at;
          if (box) box.scrollTop = (box.scrollTop + 24) % 900;
          if (times.length < 90) requestAnimationFrame(step);
          else done(times);
        };
        requestAnimationFrame(step);
      }),
  );
  expect(await changes()).toBe(0);
  // How fast that is depends on the machine and on what else it does: it is said, not judged.
  const median = [...frames].sort((a, b) => a - b)[Math.floor(frames.length / 2)] ?? 0;
  info.annotations.push({ type: "median frame", description: `${median.toFixed(1)} ms` });
});

test("a session says its kind in a word, and its color has a shape", async ({ page }) => {
  await serve(page, counselor);
  await page.goto(path);
  await expect(events(page).first()).toHaveAccessibleName(/, Check-in, /);
  await expect(events(page).first().locator("svg.lucide-square")).toHaveCount(1);
  await expect(page.getByRole("list", { name: "Kinds of sessions" })).toContainText("Check-in");
});
