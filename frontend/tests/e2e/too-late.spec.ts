import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { nextSession } from "./lib/booking";
import { book, newPair, type Pair } from "./lib/care";
import { unique } from "./lib/people";
import { expect, graphql, settled, test } from "./lib/test";
import { dayAhead } from "./lib/when";

const me = "/harbor-light/me";
const app = "/harbor-light/app";
const good = (page: Page) => page.getByRole("list", { name: "Next good times" }).getByRole("button");

test("too late to move it alone: another time is asked for and agreed; what is called off late counts as late", async ({
  visit,
}) => {
  test.setTimeout(120_000);
  const pair = await newPair(visit, { counselor: `Ada Lund ${unique}`, client: "Noel Quist" });
  const { counselor, client } = pair;
  const { page } = client;
  await book(pair, 90, "IN_PERSON");
  await page.goto(`${me}/today`);
  await page.getByRole("link", { name: "Change", exact: true }).tap();
  await expect(page.getByRole("heading", { name: "Ask for another time", exact: true })).toBeVisible();
  await expect(page.getByText(/Until then your session stays when it is/)).toBeVisible();
  await good(page).last().tap();
  await page.getByLabel(/A word with it/).fill("The bus does not run today.");
  await page.getByRole("button", { name: /^Ask for \w{3}, / }).tap();
  await expect(page.getByText(`You asked ${counselor.name}. You'll hear when there is an answer.`)).toBeVisible();
  // Asked once: whoever comes back reads what was asked, and it is still when it was.
  await page.getByRole("link", { name: "Ask for another time or cancel" }).tap();
  await expect(page.getByText("Until there is an answer, your session stays when it is.")).toBeVisible();
  await expect(good(page)).toHaveCount(0);
  await page.getByRole("link", { name: "See what you asked for" }).tap();
  await expect(page.getByText(/^Instead of /)).toBeVisible();

  const desk = counselor.page;
  await desk.goto(`${app}/home`);
  const row = desk.getByRole("list", { name: "Requests" }).getByRole("listitem").filter({ hasText: client.name });
  await expect(row).toContainText("The bus does not run today.");
  await expect(row).toContainText(/Instead of /);
  // They have a time already: another one beside it is not offered here.
  await expect(row.getByRole("button", { name: `Offer ${client.name} another time` })).toHaveCount(0);
  const before = await nextSession(page);
  await row.getByRole("button", { name: `Accept: ${client.name}` }).press("Enter");
  await expect(desk.getByText(new RegExp(`^Moved\\. ${client.name}: `))).toBeVisible();
  await expect(row).toHaveCount(0);
  await page.goto(`${me}/schedule`);
  await expect(page.getByRole("list", { name: "Upcoming" }).getByRole("link")).toHaveCount(1);
  expect((await nextSession(page)).startsAt).not.toBe(before.startsAt);

  await book(pair, 60, "ONLINE");
  await page.goto(`${me}/today`);
  await page.getByRole("link", { name: "Change", exact: true }).tap();
  await expect(page.getByText(/it is noted as cancelled late/)).toBeVisible();
  await page.getByRole("button", { name: "Cancel this session" }).tap();
  await expect(page.getByText(/ is cancelled\. /)).toBeVisible();
  await outcomes(desk, pair);
});

/** How sessions went, in numbers: told apart by who called off, and one's own alone for who does not see all. */
async function outcomes(page: Page, { counselor }: Pair): Promise<void> {
  await page.goto(`${app}/calendar`);
  await page.getByRole("link", { name: "How sessions went" }).click();
  await expect(page.getByRole("heading", { name: "How sessions went" })).toBeVisible();
  // Late in the evening the session was for tomorrow.
  await page.getByLabel("Until").fill(dayAhead(1));
  const table = page.getByRole("table", { name: "How sessions went" });
  await expect(table.getByRole("rowheader")).toHaveText([counselor.name]);
  const number = async (column: string) => {
    const at = (await table.getByRole("columnheader").allInnerTexts()).indexOf(column);
    return table.getByRole("cell").nth(at - 1);
  };
  await expect(await number("Late, by the client")).toHaveText(/1$/);
  await expect(await number("Late, by the counselor or center")).toHaveText(/0$/);
  await page.getByLabel("Until").fill("2020-01-01");
  await expect(page.getByText("Choose a first and a last day, at most 366 days.")).toBeVisible();
  await expect(table).toHaveCount(0);
}

test("another time instead of a no: it is kept, the answer comes along, and the yes stays the client's", async ({
  visit,
}) => {
  test.setTimeout(90_000);
  const { counselor, client } = await newPair(visit, { counselor: `Ivo Marsh ${unique}`, client: "Tess Alder" });
  await askFor(client.page, counselor.id);

  const desk = counselor.page;
  await desk.goto(`${app}/home`);
  const requests = desk.getByRole("list", { name: "Requests" });
  const row = requests.getByRole("listitem").filter({ hasText: client.name });
  await row.getByRole("button", { name: `Offer ${client.name} another time` }).press("Enter");
  const offer = row.getByRole("region", { name: `Offer ${client.name} another time` });
  await expect(offer).toBeFocused();
  await good(desk).last().press("Enter");
  await offer.getByLabel(/^Words for Tess Alder/).fill("I teach on that day.");
  await offer.getByRole("button", { name: /^Offer \w{3}, / }).press("Enter");
  await expect(desk.getByText(/^Tess Alder is told: /)).toBeVisible();
  await expect(row).toHaveCount(0);
  // The pressed button is gone with the last request: a keyboard goes on from the top.
  await expect(desk.getByRole("heading", { level: 1 })).toBeFocused();

  const { page } = client;
  await page.goto(`${me}/schedule/waiting`);
  await settled(page);
  await expect(page.getByText("I teach on that day.")).toBeVisible();
  await expect(page.getByText(/Kept for you until/)).toBeVisible();
  await page.getByRole("button", { name: "Yes, book it" }).tap();
  await expect(page.getByRole("heading", { name: "You're booked" })).toBeVisible();
  await expect(page.getByText(counselor.name, { exact: true })).toBeVisible();
});

/** A time in some days, of a kind that somebody says yes to first. */
async function askFor(page: Page, counselorId: string): Promise<void> {
  type Kinds = { data: { sessionTypes: Array<{ id: string; needsApproval: boolean; places: string[] }> } };
  const { data } = await graphql<Kinds>(page, "query Kinds { sessionTypes { id needsApproval places } }");
  const kind = data.sessionTypes.find((one) => one.needsApproval);
  if (!kind) throw new Error("nothing has to be asked for");
  const hour = 3_600_000;
  const startsAt = new Date(Math.ceil(Date.now() / hour) * hour + 72 * hour).toISOString();
  const input = { clientMutationId: randomUUID(), counselorId, startsAt, typeId: kind.id, place: kind.places[0] };
  const asked = await graphql<{ data: { askForSession: { problems: unknown[] } } }>(
    page,
    "mutation Ask($input: AskForSessionInput!) { askForSession(input: $input) { problems { code message } } }",
    { input },
  );
  expect(asked.data.askForSession.problems).toEqual([]);
}
