import { book, held, newPair } from "./lib/care";
import { heldBy, joinAs, newGroup, nextMeeting } from "./lib/groups";
import { newClient } from "./lib/join";
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

test("a group meeting has a line for whoever came, and does not say which group it was", async ({ visit }) => {
  test.setTimeout(120_000);
  const client = `Rhea Calder ${unique}`;
  const name = `Tide lantern ${unique}`;
  const group = await newGroup(visit, name);
  const { page: guest, dana } = await newClient(visit, client);
  await heldBy(visit, group, dana, "Dee");
  await joinAs(guest, group, "Still Water");
  const holder = await visit("dana");
  const meeting = await nextMeeting(holder, group);
  for (const [step, document, input] of [
    ["beginMeeting", "mutation Begin($input: ID!) { beginMeeting(meetingId: $input) { problems { code } } }", meeting],
    ["takeAttendance", take, { meetingId: meeting, everyone: true, entries: [] }],
    ["endMeeting", end, { meetingId: meeting, held: true }],
  ] as const) {
    const done = await graphql<{ data: Record<string, { problems: unknown[] }> }>(holder, document, { input });
    expect(done.data[step]?.problems, step).toEqual([]);
  }

  const page = await visit("robin");
  await page.goto(`/harbor-light/app/admin/services?show=waiting&from=${dayAhead(-1)}`);
  await page.getByLabel("What", { exact: true }).selectOption({ label: "Group meetings" });
  await expect(page).toHaveURL(/kind=MEETING/);
  const row = page.getByRole("row", { name: new RegExp(client) });
  await expect(row).toContainText("In a group, with Dana Reyes");
  await expect(row).toContainText("The note is missing");
  await expect(row).toContainText("Dana Reyes can put it right");
  await expect(page.getByText(new RegExp(`${name}|Still Water`))).toHaveCount(0);
  await expect(page.getByRole("row", { name: /, with / }).filter({ hasNotText: "In a group" })).toHaveCount(0);

  const note = { meetingId: meeting, body: "A round about evenings.", version: 0 };
  await graphql(holder, saveShared, { input: note });
  const signed = await graphql<{ data: { signMeetingNotes: { problems: unknown[] } } }>(holder, signShared, {
    id: meeting,
  });
  expect(signed.data.signMeetingNotes.problems).toEqual([]);
  await page.reload();
  await expect(row).toContainText("Nobody is known who pays for that day");
  await expect(row.getByRole("link", { name: "To the client's coverage" })).toBeVisible();
  await page.getByLabel("What", { exact: true }).selectOption({ label: "Sessions" });
  await expect(row).toHaveCount(0);
  await expect(page.getByRole("row", { name: /In a group/ })).toHaveCount(0);

  // Whoever is paid for: the group's modifier, and units.
  await page.goto("/harbor-light/app/admin/services?show=ready&kind=MEETING");
  const ready = page.getByRole("row", { name: /In a group/ }).first();
  await expect(ready).toContainText("H0038 HF HQ");
  await expect(ready).toContainText(/[1-9] units?/);
});

const take = "mutation Take($input: TakeAttendanceInput!) { takeAttendance(input: $input) { problems { code path } } }";
const end = "mutation End($input: EndMeetingInput!) { endMeeting(input: $input) { problems { code } } }";
const saveShared =
  "mutation Save($input: SaveMeetingNoteInput!) { saveMeetingNote(input: $input) { problems { code path } } }";
const signShared = "mutation Sign($id: ID!) { signMeetingNotes(meetingId: $id) { problems { code } } }";

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
