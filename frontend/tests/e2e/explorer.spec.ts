import { expect, test } from "./lib/test";

test("the explorer asks as whoever is signed in, and loads nothing from elsewhere", async ({ visit }) => {
  const page = await visit("dana");
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(process.env.CAIRN_URL ?? "").origin) elsewhere.push(request.url());
  });
  await page.goto("/graphiql");
  // Pressed before the first question stands in the editor, the button asks nothing.
  await expect(page.getByRole("region", { name: "Query Editor" })).toContainText("query Hello");
  await page.getByRole("button", { name: /^Execute query/ }).click();
  await expect(page.getByRole("region", { name: "Result Window" })).toContainText('"Harbor Light Center"');
  expect(elsewhere).toEqual([]);
});

test("without a sign-in the explorer says where to get one", async ({ visit, watch }) => {
  watch.allow(/401/);
  const page = await visit(null);
  await page.goto("/graphiql");
  await page.getByRole("link", { name: "Sign in as somebody of the demo" }).click();
  await expect(page.getByRole("heading", { name: "This is a demo" })).toBeVisible();
});
