import { book, held, newPair } from "./lib/care";
import { unique } from "./lib/people";
import { expect, graphql, settled, test } from "./lib/test";
import { dayAhead } from "./lib/when";

test("from a payer's rules to a sheet: what is missing, what is ready, what the payer said", async ({ visit }) => {
  test.setTimeout(180_000);
  const client = `Ines Rowe ${unique}`;
  const pair = await newPair(visit, { counselor: "Gale Winter", client });
  const id = await book(pair, 2, "IN_PERSON");
  await held(pair, id);
  const page = await visit("robin");
  const payer = `Coast Health ${unique}`;

  await page.goto("/harbor-light/app/admin/services/payers");
  await settled(page);
  await page.getByLabel("Name of the payer").fill(payer);
  await page.getByRole("button", { name: "Add payer" }).click();
  await page.getByRole("link", { name: payer }).click();
  await page.getByRole("button", { name: "New rules from a day on" }).click();
  await page.getByLabel("Begin with").selectOption({ label: "Midpoint, each session alone" });
  await page.getByLabel("Modifiers, always").fill("HF,");
  await page.getByLabel("Units a day, at most").fill("many");
  await page.getByRole("button", { name: "Save rules" }).click();
  await expect(page.getByLabel("Units a day, at most")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Units a day, at most").fill("16");
  await page.getByRole("button", { name: "Save rules" }).click();
  await expect(page.getByText("H0038 HF", { exact: true })).toBeVisible();
  await expect(page.getByText("At most 16 units a day")).toBeVisible();

  // The one thing that is missing, in words, and the way to mend it.
  await page.goto(`/harbor-light/app/admin/services?show=waiting&from=${dayAhead(-1)}`);
  const row = page.getByRole("row", { name: new RegExp(client) });
  await expect(row).toBeVisible();
  await expect(row).toContainText("The note");

  await page.goto(`/harbor-light/app/clients/${pair.client.id}/coverage`);
  await page.getByRole("button", { name: "Add coverage" }).click();
  await page.getByLabel("Payer", { exact: true }).selectOption({ label: payer });
  await page.getByLabel(/^Client's number/).fill("CH-77 001");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: payer })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Number CH-77 001")).toBeVisible();

  // Ready once the note is signed and the times are long enough: written down afterwards, with the reason.
  await graphql(pair.counselor.page, saveNote, { input: note(id) });
  const signed = await graphql<{ data: { signSessionNote: { problems: unknown[] } } }>(pair.counselor.page, sign, {
    id,
  });
  expect(signed.data.signSessionNote.problems).toEqual([]);
  const ended = Date.now();
  const times = { startedAt: new Date(ended - 40 * 60_000).toISOString(), endedAt: new Date(ended).toISOString() };
  await graphql(pair.counselor.page, record, { input: { sessionId: id, ...times, reason: "Pressed too late" } });

  await page.goto("/harbor-light/app/admin/services?show=ready");
  await expect(row).toContainText("3 units");
  await page.getByRole("button", { name: "Export ready lines" }).click();
  const dialog = page.getByRole("dialog", { name: "Export ready lines" });
  await dialog.getByLabel("Payer").selectOption({ label: payer });
  await dialog.getByRole("button", { name: "Export" }).click();
  await expect(page.getByText(/^One line is on their way, 3 units|^One line is on/)).toBeVisible();
  const [sheet] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download CSV" }).click(),
  ]);
  expect(sheet.suggestedFilename()).toMatch(/\.csv$/);

  await page.goto("/harbor-light/app/admin/services?show=EXPORTED");
  await row.getByRole("button", { name: `Denied: ${client}` }).click();
  await expect(row).toHaveCount(0);
  await page.goto("/harbor-light/app/admin/services?show=DENIED");
  await row.getByRole("button", { name: `Open again: ${client}` }).click();
  await expect(row).toHaveCount(0);
  await page.goto("/harbor-light/app/admin/services/sent");
  await expect(page.getByText(payer)).toBeVisible();
});

const saveNote =
  "mutation Save($input: SaveSessionNoteInput!) { saveSessionNote(input: $input) { problems { code } } }";
const sign = "mutation Sign($id: ID!) { signSessionNote(sessionId: $id, version: 1) { problems { code path } } }";
const record =
  "mutation Times($input: RecordSessionTimesInput!) { recordSessionTimes(input: $input) { problems { code path } } }";
const note = (sessionId: string) => ({
  sessionId,
  template: "counseling_session",
  answers: ["purpose", "together", "response", "next_step"].map((prompt) => ({ prompt, text: "Words" })),
  version: 0,
});

test("lines by what they wait for, and the way to put it right, in the address", async ({ visit }) => {
  test.setTimeout(90_000);
  const page = await visit("robin");
  await page.goto("/harbor-light/app/admin/services");
  await page.getByRole("link", { name: /^\d+: The note is missing$/ }).click();
  await expect(page).toHaveURL(/show=waiting.*missing=NOTE/);
  const rows = page.getByRole("table").getByRole("row");
  await expect(rows.filter({ hasNotText: "The note is missing" })).toHaveCount(1);
  await page.reload();
  await expect(page.getByLabel("What is missing")).toHaveValue("NOTE");
  await page.getByLabel("What is missing").selectOption({ label: "A supervisor has not signed yet" });
  await expect(rows.filter({ hasText: "A supervisor has not signed yet" }).first()).toBeVisible();
  await expect(rows.filter({ hasText: "The note is missing" })).toHaveCount(0);
  await page.getByRole("link", { name: "To the session" }).first().click();
  await expect(page.getByRole("region", { name: "The session itself" })).toBeVisible();
});

test("whether a supervisor signs the notes of peer mentors, too", async ({ visit }) => {
  const page = await visit("robin");
  await page.goto("/harbor-light/app/admin/center");
  const rule = page.getByRole("switch", { name: /^A supervisor signs notes of peer mentors/ });
  await expect(rule).toBeChecked();
  await rule.press("Space");
  await expect(page.getByText("Notes of peer mentors need no second signature from now on.")).toBeVisible();
  await page.reload();
  await expect(rule).not.toBeChecked();
  await rule.press("Space");
  await expect(page.getByText("Notes of peer mentors wait for a supervisor from now on.")).toBeVisible();
  await expect(rule).toBeChecked();
});
