import { readFile } from "node:fs/promises";
import { newClient } from "./lib/join";
import { desk, expect, graphql, settled, test } from "./lib/test";

const pdf = Buffer.concat([
  Buffer.from(
    "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n",
  ),
  Buffer.alloc(300_000, 37),
  Buffer.from("\ntrailer << /Root 1 0 R >>\n%%EOF\n"),
]);

test("a client uploads a paper, the counselor downloads the same bytes, the other center sees nothing", async ({
  visit,
  watch,
}) => {
  test.setTimeout(120_000);
  const client = await newClient(visit, "Vera Quint");
  const { page } = client;
  await page.getByRole("link", { name: "Toolbox" }).first().tap();
  await page.getByRole("link", { name: /^Documents/ }).tap();
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Add a document" }).tap(),
  ]);
  await chooser.setFiles({ name: "lab results.pdf", mimeType: "application/pdf", buffer: pdf });
  await expect(page.getByRole("button", { name: "Download lab results.pdf" })).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(page.getByRole("button", { name: "Download lab results.pdf" })).toBeVisible();

  const counselor = await visit("dana");
  await counselor.goto("/harbor-light/app/clients");
  await counselor.getByRole("searchbox").fill("Vera");
  await counselor.getByRole("link", { name: "Vera Quint" }).first().click();
  await counselor.getByRole("link", { name: "Documents" }).click();
  const clientUrl = counselor.url();
  const [download] = await Promise.all([
    counselor.waitForEvent("download"),
    counselor.getByRole("button", { name: "Download lab results.pdf" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("lab results.pdf");
  expect(Buffer.compare(await readFile(await download.path()), pdf)).toBe(0);

  // And the other way: the counselor's file reaches the client.
  await counselor.locator("input[type=file]").setInputFiles({
    name: "exercises.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("Breathe in, breathe out.\n"),
  });
  await expect(counselor.getByRole("button", { name: "Download exercises.txt" })).toBeVisible({ timeout: 30_000 });
  await page.reload();
  const [back] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download exercises.txt" }).tap(),
  ]);
  expect(await readFile(await back.path(), "utf8")).toBe("Breathe in, breathe out.\n");

  // A file that is not what it says is refused in words.
  await page.locator("input[type=file]").setInputFiles({
    name: "photo.png",
    mimeType: "image/png",
    buffer: Buffer.from("<html><script>alert(1)</script></html>"),
  });
  await expect(page.getByText("Not accepted")).toBeVisible({ timeout: 30_000 });

  // The other center: typed addresses and typed ids.
  const clientId = decodeURIComponent(/member(?::|%3A)[0-9a-f-]{36}/.exec(new URL(clientUrl).pathname)?.[0] ?? "");
  expect(clientId).toMatch(/^\w+:[0-9a-f-]{36}$/);
  const mine = await graphql<{ data: { documents: { nodes: Array<{ id: string; name: string }> } } }>(
    page,
    "query Mine { documents(first: 5) { nodes { id name } } }",
  );
  const documentId = mine.data.documents.nodes.find((one) => one.name === "lab results.pdf")?.id;
  expect(documentId).toBeTruthy();
  watch.allow(/status of 404/);
  for (const stranger of [await visit("joaquin", desk), await visit("rosa", desk)]) {
    await stranger.goto(clientUrl);
    await expect(stranger).toHaveURL(/\/harbor-light\/sign-in/);
    await stranger.goto("/harbor-light/me/documents");
    await expect(stranger).toHaveURL(/\/harbor-light\/sign-in/);
    const seen = await graphql<{
      data: Record<string, unknown> | null;
      errors?: Array<{ extensions: { code: string } }>;
    }>(stranger, "query Client($id: ID!) { client(id: $id) { id } }", { id: clientId });
    expect(seen.data?.client ?? null).toBeNull();
    const taken = await graphql<{
      data: { createDownload: { download: null; problems: Array<{ code: string }> } } | null;
    }>(stranger, "mutation Take($id: ID!) { createDownload(documentId: $id) { download { url } problems { code } } }", {
      id: documentId,
    });
    expect(taken.data?.createDownload.download ?? null).toBeNull();
    expect(JSON.stringify(taken)).not.toContain("lab results");
  }
  const colleague = await visit("joaquin", desk);
  await colleague.goto(`/sierra-commons/app/clients/${encodeURIComponent(clientId)}`);
  await expect(colleague.getByText(/Esta página ya no está|This page isn't here/)).toBeVisible();
  await settled(page);
});
