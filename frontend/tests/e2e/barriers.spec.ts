import type { Page } from "@playwright/test";
import { barriers, contrast, cutOff, look, sideways } from "../barriers";
import { codeIn, mailTo, mark } from "./lib/inbox";
import { mentorPages, steeredPages } from "./lib/mentoring";
import { heldPages, inEnglish, inSpanish, ownPages, plannedPages, publicPages } from "./lib/pages";
import { type Known, operatorEmail, people } from "./lib/people";
import { desk, expect, goOn, graphql, settled, test, type Visit } from "./lib/test";
import { byCode } from "./lib/walk";

const shots = process.env.E2E_SHOTS;

/** Colors change with the night only, not with the width or the language: what depends on them is looked at once more. */
const variants = {
  en: [
    { width: 1280, colorScheme: "light", only: undefined },
    { width: 1280, colorScheme: "dark", only: contrast },
    { width: 390, colorScheme: "light", only: undefined },
  ],
  es: [{ width: 390, colorScheme: "dark", only: undefined }],
} as const;
type Language = keyof typeof variants;

/** No barriers on phones and desks, by day and night; nothing to scroll sideways at 320; a title that tells nothing. */
async function expectOpen(page: Page, path: string, language: Language, name: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  await goOn(page, path);
  await settled(page);
  for (const { width, colorScheme, only } of variants[language]) {
    await look(page, width, colorScheme);
    if (shots) await page.screenshot({ path: `${shots}/${language}-${name}-${width}-${colorScheme}.png` });
    expect.soft(await barriers(page, only), `${path} at ${width}, ${colorScheme}`).toEqual([]);
  }
  expect.soft(await sideways(page), `${path}: sideways scroll at 320`).toBeLessThanOrEqual(0);
  expect.soft(await cutOff(page), `${path}: cut off at 800`).toEqual([]);
  // Titles stay in the history: none names a person or a place.
  await expect.soft(page, path).not.toHaveTitle(/Ana|Rosa|Dana|Joaquín|Harbor|Sierra/);
}

const plain = (path: string) =>
  path
    .replace(
      /(member|session|covering|group|meeting|feed_import|mentorship|story|program|enrollment)(:|%3A)[\w-]+/g,
      "one",
    )
    .replace(/[^a-z]+/g, "-")
    .replace(/^-|-$/g, "") || "landing";

test.describe.configure({ timeout: 240_000 });

for (const [language, signedIn] of [
  ["en", inEnglish],
  ["es", inSpanish],
] as const) {
  const locale = `${language}-US`;
  test(`public pages have no barriers (${language})`, async ({ visit }) => {
    const page = await visit(null, { ...desk, locale });
    for (const path of publicPages(language === "en" ? "harbor-light" : "sierra-commons")) {
      await expectOpen(page, path, language, `public-${plain(path)}`);
      await expect.soft(page.locator("html")).toHaveAttribute("lang", language);
    }
  });

  for (const [who, paths] of Object.entries(signedIn) as Array<[Known, string[]]>) {
    test(`the pages of ${who} have no barriers (${language})`, async ({ visit }) => {
      const page = await visit(who, { ...desk, locale });
      const all = [...paths, ...(await ownPages(page, who))];
      for (const path of all) {
        await expectOpen(page, `/${people[who].center}/${path}`, language, `${who}-${plain(path)}`);
        await expect.soft(page.locator("html"), path).toHaveAttribute("lang", language);
      }
    });
  }
}

for (const [language, holder, admin] of [
  ["en", "dana", "robin"],
  ["es", "joaquin", "elena"],
] as const) {
  const locale = `${language}-US`;
  test(`the groups of ${holder} have no barriers (${language})`, async ({ visit }) => {
    const page = await visit(holder, { ...desk, locale });
    for (const path of await heldPages(page)) {
      await expectOpen(page, `/${people[holder].center}/${path}`, language, `${holder}-${plain(path)}`);
    }
  });
  test(`the groups that ${admin} plans have no barriers (${language})`, async ({ visit }) => {
    const page = await visit(admin, { ...desk, locale });
    for (const path of await plannedPages(page)) {
      await expectOpen(page, `/${people[admin].center}/${path}`, language, `${admin}-${plain(path)}`);
    }
  });
}

test("mentoring has no barriers for whoever steers it", async ({ visit }) => {
  const page = await visit("robin", { ...desk, locale: "en-US" });
  for (const path of await steeredPages(page)) {
    await expectOpen(page, `/harbor-light/${path}`, "en", `robin-${plain(path)}`);
  }
});

test("a mentor's own space has no barriers", async ({ visit }) => {
  const page = await byCode(visit, "wren@mail.example");
  for (const path of await mentorPages(page)) {
    await expectOpen(page, `/harbor-light/${path}`, "en", `wren-${plain(path)}`);
  }
});

test("walking with a mentor has no barriers", async ({ visit }) => {
  const page = await byCode(visit, "sean@mail.example");
  type Found = { data: { myMentorships: Array<{ id: string; side: string; state: string }> } };
  const { data } = await graphql<Found>(page, "query Walks { myMentorships { id side state } }");
  const pair = data.myMentorships.find((one) => one.side === "CLIENT" && one.state === "ACTIVE");
  if (!pair) throw new Error("nobody walks with them");
  for (const part of ["", "/messages", "/goals", "/check-in", "/more", "/goodbye"]) {
    const path = `me/mentor/${pair.id}${part}`;
    await expectOpen(page, `/harbor-light/${path}`, "en", `sean-${plain(path)}`);
  }
});

test("the operator's page has no barriers", async ({ visit }) => {
  // One after the other: both sign in with a code from the same inbox.
  for (const language of ["en", "es"] as const) {
    const page = await operator(visit, `${language}-US`);
    await expectOpen(page, "/ops", language, "ops");
  }
});

async function operator(visit: Visit, locale: string): Promise<Page> {
  const page = await visit(null, { ...desk, locale });
  const after = await mark();
  await page.goto("/ops/sign-in");
  await page.locator("#email").fill(operatorEmail);
  await page.locator("button.button").click();
  await page.locator("#code").fill(codeIn(await mailTo(operatorEmail, after)));
  await page.locator("button.button").click();
  await page.waitForURL(/\/ops\/?$/);
  return page;
}
