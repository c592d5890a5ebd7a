import { expect, type Page, test } from "@playwright/test";
import { type Answers, serve } from "./harness";
import { counselor } from "./staff-fixture";

const ana = { __typename: "Member", id: "member:ana", name: "Ana Ruiz", pronouns: null };
const none = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
const asked = {
  id: "sooner_request:1",
  client: ana,
  minutes: 30,
  place: "ONLINE",
  words: null,
  createdAt: "2026-11-22T21:00:00Z",
  expiresAt: "2026-11-23T21:00:00Z",
};
const slot = {
  startsAt: "2026-11-23T15:00:00Z",
  endsAt: "2026-11-23T15:30:00Z",
  zone: "America/New_York",
  minutes: 30,
};

/** The start of a counselor whom Ana asks; what was looked up of their free times. */
async function open(page: Page, nextSlots: (of: Record<string, unknown>) => unknown[]) {
  const answers: Answers = {
    ...counselor.answers,
    StaffHome: { viewer: { today: "2026-11-22", now: counselor.now, center: { id: "center:1", state: "LIVE" } } },
    SessionRequests: { sessionRequests: none },
    SoonerAsked: { soonerRequests: [asked] },
    NextSlots: (of: Record<string, unknown>) => ({ nextSlots: nextSlots(of) }),
  };
  const heard = await serve(page, { ...counselor, answers });
  await page.goto("/harbor/app/home");
  await page.getByRole("button", { name: "I can be there for Ana Ruiz" }).click();
  return () => heard.filter((one) => one.name === "NextSlots").map(({ variables }) => variables);
}

test("times that can be pressed are those of both, where it takes place", async ({ page }) => {
  const looked = await open(page, () => [slot]);
  await expect(page.getByRole("list", { name: /Whoever is first/ }).getByRole("button")).toHaveCount(1);
  expect(looked()).toEqual([expect.objectContaining({ clientId: "member:ana", place: "ONLINE", minutes: 30 })]);
});

test("time, and no link: that is what is said", async ({ page }) => {
  await open(page, ({ place }) => (place ? [] : [slot]));
  await expect(page.getByText("Your hours have no online link yet.")).toBeVisible();
});

test("no time that both have", async ({ page }) => {
  await open(page, () => []);
  await expect(page.getByText("Soon there is no time free for you both.")).toBeVisible();
});
