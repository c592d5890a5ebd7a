import { expect, type Page, test } from "@playwright/test";
import { type Answers, serve } from "./harness";
import { portal, session, slot } from "./portal-fixture";

test.use({ viewport: { width: 390, height: 844 } });

const person = (id: string, name: string) => ({
  __typename: "Member",
  id: `member:${id}`,
  name,
  pronouns: null,
  roles: ["COUNSELOR"],
});
const dana = person("dana", "Dana Whitfield");
const imani = person("imani", "Imani Cole");
const away = session("session:2", "2026-11-26T21:30:00Z");
const cover = { id: "cover:1", counselor: dana, backup: imani, backupFree: true, later: true, session: away };

async function open(page: Page, path: string, answers: Answers) {
  await serve(page, { ...portal, answers: { ...portal.answers, ...answers } });
  await page.goto(path);
  await page.locator("main h1").waitFor();
}

test("a session that waits for a choice is marked among the others", async ({ page }) => {
  await open(page, "/harbor/me/schedule", { MyCover: { myCoverAnswers: [cover] } });
  const marked = page.getByRole("list", { name: "Upcoming" }).getByRole("link").filter({ hasText: "To choose" });
  await expect(marked).toHaveCount(1);
  await expect(marked).toHaveAttribute("href", /session:2$/);
});

test("whoever moved the session is not asked about it any more", async ({ page }) => {
  let moved = false;
  const now = () => (moved ? session("session:2", "2026-11-27T19:00:00Z", { version: 2 }) : away);
  await open(page, "/harbor/me/schedule/session:2", {
    OneSession: () => ({ viewer: { today: "2026-11-22" }, session: now() }),
    MyCover: () => ({ myCoverAnswers: moved ? [] : [cover] }),
    NextSlots: { nextSlots: [slot("2026-11-27T19:00:00Z")] },
    MoveSession: () => {
      moved = true;
      return { moveSession: { session: { id: "session:2" }, problems: [] } };
    },
  });
  const asked = page.getByRole("heading", { name: /^Dana is away/ });
  await expect(asked).toBeVisible();
  await page.getByRole("link", { name: "Move or cancel" }).click();
  await page.getByRole("button", { name: /Fri, Nov 27/ }).click();
  await page.getByRole("button", { name: "Move to Fri, Nov 27, 2:00 PM" }).click();
  await expect(page.getByText("Your new time: Fri, Nov 27, 2:00 PM")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Session with Dana Whitfield" })).toBeVisible();
  await expect(asked).toHaveCount(0);
});

test("whom one met last comes first, however many sessions with others are ahead", async ({ page }) => {
  const ahead = Array.from({ length: 20 }, (_, week) =>
    session(`session:a${week}`, new Date(Date.parse("2026-11-26T21:30:00Z") + week * 7 * 86_400_000).toISOString()),
  );
  await open(page, "/harbor/me/book", {
    BookPage: {
      viewer: { today: "2026-11-22", counselors: [dana, imani] },
      sessions: { nodes: ahead },
      before: { nodes: [session("session:0", "2026-11-12T21:30:00Z", { counselor: imani })] },
      sessionTypes: [],
    },
  });
  const people = page.getByRole("main").getByRole("listitem");
  await expect(people.first()).toContainText("Imani Cole");
  await expect(people.first()).toContainText("Same person as last time");
});
