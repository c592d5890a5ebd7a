import { newClient } from "./lib/join";
import { unique } from "./lib/people";
import { desk, expect, settled, test } from "./lib/test";

const lists = "/harbor-light/app/admin/listings";
const row = (slug: string, more: Record<string, unknown> = {}) => ({
  slug: `${slug}-${unique}`,
  name: `${slug} ${unique}`,
  day: 2,
  time: "18:30",
  end_time: "19:30",
  timezone: "America/New_York",
  formatted_address: "12 Quay Street, Portland, ME 04101, USA",
  types: ["O", "D"],
  ...more,
});
const file = (name: string, rows: unknown) => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(typeof rows === "string" ? rows : JSON.stringify(rows)),
});

test("a list of others: looked at row by row, listed, seen by a member, one taken out, all taken back", async ({
  visit,
}) => {
  test.setTimeout(120_000);
  const source = `Casco Bay ${unique}`;
  const admin = await visit("robin", desk);
  await admin.goto(lists);
  await settled(admin);
  await expect(admin.getByRole("textbox", { name: "Address of the feed" })).toHaveValue(
    /\/harbor-light\/meetings\.json$/,
  );
  await expect(admin.getByRole("textbox", { name: "Line for your website" })).toHaveValue(
    /rel="alternate".*meetings\.json/,
  );
  await expect(admin.getByRole("row", { name: /Evening circle/ })).toContainText("In the feed");

  // Nothing goes without a name and a file; what is no feed is said in words.
  await admin.getByRole("link", { name: "Bring in a list" }).click();
  await admin.getByRole("button", { name: "Check it" }).click();
  await expect(admin.getByText("Say whose meetings these are")).toBeVisible();
  await expect(admin.getByLabel("Whose meetings these are")).toBeFocused();
  await admin.getByLabel("Whose meetings these are").fill(source);
  await admin.locator("input[type=file]").setInputFiles(file("page.json", "<!doctype html><title>Log in</title>"));
  await admin.getByRole("button", { name: "Check it" }).click();
  await expect(admin.getByText("This is not a JSON file, or it ends too early.")).toBeVisible();

  await admin.getByRole("link", { name: "Choose a file again" }).click();
  await admin.getByLabel("Whose meetings these are").fill(source);
  const rows = [
    row("Lighthouse"),
    row("Ferry", { notes: "Ring <b>twice</b><script>alert(1)</script>" }),
    row("Late", { time: "half past six" }),
  ];
  await admin.locator("input[type=file]").setInputFiles(file("feed.json", rows));
  await expect(admin.getByText("feed.json")).toBeVisible();
  await admin.getByRole("button", { name: "Check it" }).click();
  await expect(admin.getByText("2 new, 1 left out")).toBeVisible();
  await expect(admin.getByText("Markup was removed; the text stays.")).toBeVisible();
  await admin.getByRole("link", { name: "Left out (1)" }).click();
  await expect(admin.getByText("The time is not written like 19:30.")).toBeVisible();
  await expect(admin.getByText(`Lighthouse ${unique}`)).toHaveCount(0);

  const client = await newClient(visit, "Odile Fontaine");
  const nearby = async () => {
    await client.page.goto("/harbor-light/me/groups/nearby");
    await settled(client.page);
    await client.page.getByRole("searchbox").fill(unique);
  };
  await nearby();
  await expect(client.page.getByText(`Lighthouse ${unique}`)).toHaveCount(0);
  await admin.getByRole("button", { name: "List 2 meetings" }).click();
  await expect(admin.getByText("Members see these meetings now.")).toBeVisible();
  await nearby();
  await expect(client.page.getByText(`Lighthouse ${unique}`)).toBeVisible();
  await expect(client.page.getByText("Ring twice")).toBeVisible();

  await admin.getByRole("link", { name: "What is listed" }).click();
  await admin.getByRole("searchbox", { name: "Name or place" }).fill(unique);
  await admin.getByRole("button", { name: `Take out: Ferry ${unique}` }).click();
  await expect(admin.getByText(`Ferry ${unique} is taken out.`)).toBeVisible();
  await expect(admin.getByRole("list", { name: "What is listed" })).not.toContainText("Ferry");
  await nearby();
  await expect(client.page.getByText(`Lighthouse ${unique}`)).toBeVisible();
  await expect(client.page.getByText(`Ferry ${unique}`)).toHaveCount(0);
  await admin.getByRole("link", { name: "Taken out" }).click();
  await admin.getByRole("button", { name: `Put back: Ferry ${unique}` }).click();
  await expect(admin.getByText(`Ferry ${unique} is back.`)).toBeVisible();

  await admin.goto(lists);
  await admin.getByRole("link", { name: source }).first().click();
  await admin.getByRole("button", { name: "Take it back" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Take it back" }).click();
  await expect(admin.getByText("Taken back. Everything is as it was before.").first()).toBeVisible();
  await nearby();
  await expect(client.page.getByText(`Lighthouse ${unique}`)).toHaveCount(0);
});
