import { randomUUID } from "node:crypto";
import { newPair } from "./lib/care";
import { expect, graphql, settled, test } from "./lib/test";

test("everybody who waits: found, offered a time that the calendar keeps, and booked", async ({ visit }) => {
  test.setTimeout(150_000);
  const { counselor, client } = await newPair(visit, { counselor: "Nell Farrow", client: "Tobin Ashe" });
  type Kinds = {
    data: { sessionTypes: Array<{ id: string; name: string; places: string[]; needsApproval: boolean }> };
  };
  const kinds = await graphql<Kinds>(client.page, "query Kinds { sessionTypes { id name places needsApproval } }");
  const kind = kinds.data.sessionTypes.find((one) => !one.needsApproval && one.places.includes("IN_PERSON"));
  if (!kind) throw new Error("no kind to wait for");
  const input = { clientMutationId: randomUUID(), counselorId: counselor.id, typeId: kind.id, place: "IN_PERSON" };
  const joined = await graphql<{ data: { joinSessionWait: { problems: unknown[] } } }>(
    client.page,
    "mutation Wait($input: JoinWaitInput!) { joinSessionWait(input: $input) { problems { code message } } }",
    { input },
  );
  expect(joined.data.joinSessionWait.problems).toEqual([]);

  // The counselor looks at the days to come, and does not touch this page any more.
  const calendar = counselor.page;
  await calendar.goto("/harbor-light/app/calendar?view=agenda");
  await settled(calendar);

  const page = await visit("robin");
  await page.goto("/harbor-light/app/home");
  await page.getByRole("link", { name: "Everybody who waits" }).click();
  await expect(page.getByRole("heading", { name: "Waiting for a time" })).toBeVisible();
  await page.getByLabel("Could meet").selectOption(counselor.id);
  await expect(page).toHaveURL(/who=/);
  await page.getByLabel("Show").selectOption({ label: "A time is offered" });
  await expect(page.getByText("Nobody matches these filters.")).toBeVisible();
  await page.reload();
  await page.getByLabel("Show").selectOption({ label: "Everybody who waits" });
  const row = page.getByRole("listitem").filter({ hasText: "Tobin Ashe" });
  await expect(row).toContainText(`${kind.name} · In person · With Nell Farrow`);
  await row.getByRole("button", { name: /^Offer Tobin Ashe a time/ }).press("Enter");
  const times = row.getByRole("list", { name: "Next good times" });
  await times.getByRole("button").last().press("Enter");
  await row.getByRole("button", { name: /^Offer \w{3}, / }).press("Enter");
  await expect(page.getByText(/^Tobin Ashe is told: /)).toBeVisible();
  await expect(row).toContainText(/Offered: .* with Nell Farrow\. Kept until/);
  // It came to the counselor's calendar by itself.
  await expect(calendar.getByText(/Offered to Tobin A\. · kept until/)).toBeVisible();

  await row.getByRole("button", { name: "Take it for Tobin Ashe" }).click();
  await expect(page.getByText("Booked. They will get an email.")).toBeVisible();
  await expect(row).toHaveCount(0);
  await expect(calendar.getByRole("button", { name: /^Tobin Ashe/ })).toBeVisible();
  await expect(calendar.getByText(/Offered to Tobin A\./)).toHaveCount(0);
  await page.getByLabel("Show").selectOption({ label: "Booked" });
  await expect(row).toContainText("Booked");

  // A form that a client has open keeps its time, too, and says so to whoever presses it.
  await client.page.goto(`/harbor-light/me/book?with=${encodeURIComponent(counselor.id)}`);
  await client.page.getByRole("list", { name: "Next good times" }).getByRole("button").last().tap();
  await expect(calendar.getByText(/Being booked · kept until/)).toBeVisible();
  await calendar.goto("/harbor-light/app/calendar?view=week");
  const kept = calendar.getByRole("gridcell", { name: /kept just now$/ }).first();
  await kept.focus();
  await calendar.keyboard.press("Enter");
  await expect(calendar.getByText(/^Somebody has a form open for this time/)).toBeVisible();
  await calendar.keyboard.press("Escape");
  await expect(kept).toBeFocused();
});
