import { type Browser, type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { type Known, password, people } from "./people";

export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};
export const desk: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

type State = Exclude<BrowserContextOptions["storageState"], string | undefined>;
/** A known person, a sign-in that was kept, or nobody. */
export type Who = Known | State | null;
export type Visit = (who: Who, options?: BrowserContextOptions) => Promise<Page>;

const isKnown = (who: Who): who is Known => typeof who === "string";
const kept = new Map<Known, Promise<State>>();

/** Once for each person: sign-ins are counted by the server, and people stay signed in. */
async function signIn(browser: Browser, known: Known): Promise<State> {
  const { email, center, home } = people[known];
  const context = await browser.newContext(desk);
  const page = await context.newPage();
  await page.goto(`/${center}/sign-in?email=${encodeURIComponent(email)}`);
  await page.locator("summary").click();
  await page.locator("#password").fill(password);
  await page.locator("button[formaction]").click();
  await page.waitForURL(`**${home}`, { timeout: 20_000 });
  const state = await context.storageState();
  await context.close();
  return state;
}

export class Watch {
  readonly #found: string[] = [];
  readonly #allowed: RegExp[] = [];

  /** What the browser says about an answer that the test wants, for example a 404. */
  allow(what: RegExp): void {
    this.#allowed.push(what);
  }

  on(page: Page): void {
    page.on("pageerror", (error) => this.#found.push(`${page.url()}: ${error.stack ?? error.message}`));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.#found.push(`${page.url()}: ${message.text()}`);
    });
  }

  check(): void {
    expect(this.#found.filter((one) => !this.#allowed.some((allowed) => allowed.test(one)))).toEqual([]);
  }
}

type Fixtures = {
  /** Errors in the console and rejections that nobody handles fail the test. */
  watch: Watch;
  /** A browser of its own for somebody. */
  visit: Visit;
};

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs
  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    watch.check();
  },
  visit: async ({ browser, watch }, use) => {
    const contexts: Array<{ close: () => Promise<void> }> = [];
    await use(async (who, options = desk) => {
      if (isKnown(who) && !kept.has(who)) kept.set(who, signIn(browser, who));
      const storageState = isKnown(who) ? await kept.get(who) : (who ?? undefined);
      const context = await browser.newContext({
        timezoneId: "America/New_York",
        locale: "en-US",
        reducedMotion: "reduce",
        ...options,
        storageState,
      });
      contexts.push(context);
      context.on("page", (page) => watch.on(page));
      return await context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };

/** The page has arrived: a heading, and nothing that still loads. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator("main h1").first()).toBeVisible();
  await expect(page.getByRole("status", { name: /^(Loading|Cargando)/ })).toHaveCount(0);
}

type Router = {
  navigate: (to: { href: string }) => Promise<void>;
  state: { status: string; location: { href: string }; resolvedLocation?: { href: string } };
};
type Routed = typeof window & { __TSR_ROUTER__?: Router };

/**
 * To another page as one of the app's links would, which loads the app once for all of them; by the address bar where
 * that app isn't open yet.
 */
export async function goOn(page: Page, path: string): Promise<void> {
  const [, center, app] = path.split("/");
  const open = page.url() !== "about:blank" && new URL(page.url()).pathname.startsWith(`/${center}/${app}/`);
  if (!open || !(await page.evaluate(() => "__TSR_ROUTER__" in window))) {
    await page.goto(path);
    return;
  }
  await page.evaluate((href) => (window as Routed).__TSR_ROUTER__?.navigate({ href }), path);
  await page.waitForFunction(() => {
    const { status, location, resolvedLocation } = (window as Routed).__TSR_ROUTER__?.state ?? {};
    return status === "idle" && location?.href === resolvedLocation?.href;
  });
}

/** Asks the server directly, as a program in this browser would. */
export async function graphql<T>(page: Page, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const answer = await page.request.post("/graphql", {
    headers: { "x-graphql-require-preflight": "1" },
    data: { query, variables },
  });
  return (await answer.json()) as T;
}
