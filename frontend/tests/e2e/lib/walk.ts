import type { Page } from "@playwright/test";
import { codeIn, mailTo, mark } from "./inbox";
import { desk, expect, graphql, settled, type Visit } from "./test";

/** Somebody of the demo without a password comes in with a code, and lands where they work or where they are cared for. */
export async function byCode(visit: Visit, email: string, options = desk): Promise<Page> {
  const page = await visit(null, options);
  const after = await mark();
  await page.goto("/harbor-light/sign-in");
  await page.locator("#email").fill(email);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.locator("#code").fill(codeIn(await mailTo(email, after)));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/(me|app)\//);
  return page;
}

type Asked = { data: { myMentorships: Array<{ id: string; side: string; state: string; client: { name: string } }> } };
type Accepted = { data: { acceptMentorship: { mentorship: { state: string }; problems: unknown[] } } };

/** The mentor says yes to somebody who asked. */
export async function sayYes(mentor: Page, client: string): Promise<string> {
  const { data } = await graphql<Asked>(mentor, "query Asked { myMentorships { id side state client { name } } }");
  const pair = data.myMentorships.find(
    (one) => one.side === "MENTOR" && one.state === "OFFERED" && one.client.name === client,
  );
  if (!pair) throw new Error(`${client} asked nobody here`);
  const done = await graphql<Accepted>(
    mentor,
    "mutation Yes($id: ID!) { acceptMentorship(mentorshipId: $id) { mentorship { state } problems { code } } }",
    { id: pair.id },
  );
  expect(done.data.acceptMentorship).toEqual({ mentorship: { state: "ACTIVE" }, problems: [] });
  return pair.id;
}

/** From Today to a question on its way, as a person does it. */
export async function askFor(page: Page, name: string): Promise<void> {
  await page.goto("/harbor-light/me/people");
  await settled(page);
  await page.getByRole("link", { name: "Find a mentor" }).tap();
  await page.getByRole("link", { name: `Ask ${name}` }).tap();
  await page.getByRole("button", { name: "Send" }).tap();
  await expect(page.getByRole("heading", { name: "Whom you asked" })).toBeVisible();
}
