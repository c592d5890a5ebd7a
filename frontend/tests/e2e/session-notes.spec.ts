import type { Page } from "@playwright/test";
import { book, held, newPair } from "./lib/care";
import { codeIn, mailTo, mark } from "./lib/inbox";
import { unique } from "./lib/people";
import { beginWay, newProgram } from "./lib/programs";
import { Taps } from "./lib/taps";
import { desk, expect, graphql, settled, test } from "./lib/test";

const purpose = "What was this session for?";
const headings = [
  purpose,
  "What did we work on, and how?",
  "How was it for the person?",
  "What we agreed for the next time",
];

/** Somebody in a phase that works toward something. */
async function workingToward(criterion: string, admin: Page, clientId: string): Promise<void> {
  const program = await newProgram(admin, `Quiet mornings ${unique}`, null);
  const { data } = await graphql<{ data: { program: { version: number } } }>(
    admin,
    "query V($id: ID!) { program(id: $id) { version } }",
    { id: program },
  );
  const phases = [{ name: "Arriving", criteria: [{ name: criterion }] }];
  await graphql(
    admin,
    "mutation P($input: SetProgramPhasesInput!) { setProgramPhases(input: $input) { problems { code } } }",
    { input: { programId: program, version: data.program.version, phases } },
  );
  await beginWay(admin, program, clientId, "ACTIVE");
}

test("a note in 2 clicks from Home, signed, and an addendum to it", async ({ visit }) => {
  test.setTimeout(150_000);
  const pair = await newPair(visit, { counselor: "Oona Birch", client: "Milo Sand" });
  const id = await book(pair, 5, "IN_PERSON");
  await held(pair, id);
  await workingToward("I know whom to call", await visit("robin"), pair.client.id);
  const page = pair.counselor.page;
  await page.goto("/harbor-light/app/home");
  await settled(page);
  const taps = new Taps();
  await taps.on(page.getByRole("link", { name: "Finish note: Milo Sand" }));
  await expect(page.getByRole("region", { name: "What they work on" })).toContainText("I know whom to call");
  for (const heading of headings) await page.getByLabel(heading, { exact: true }).fill(`Words about: ${heading}`);
  await expect(page.getByText(/^Saved \d/)).toBeVisible({ timeout: 15_000 });
  await taps.on(page.getByRole("button", { name: "Sign note" }));
  await expect(page.getByText(/^Signed by Oona Birch/)).toBeVisible();
  taps.atMost(2);

  await page.reload();
  await expect(page.getByText(`Words about: ${purpose}`)).toBeVisible();
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await page.getByRole("button", { name: "Add addendum" }).click();
  await page.getByLabel("Addendum").fill("Milo called: Friday suits better.");
  await page.getByRole("button", { name: "Add to the note" }).click();
  await expect(page.getByText("Milo called: Friday suits better.")).toBeVisible();
  await page.goto("/harbor-light/app/home");
  await settled(page);
  await expect(page.getByRole("link", { name: "Finish note: Milo Sand" })).toHaveCount(0);
});

test("what keeps a note from being signed is said at its heading", async ({ visit }) => {
  test.setTimeout(120_000);
  const pair = await newPair(visit, { counselor: "Petra Lund", client: "Jules Adler" });
  const id = await book(pair, 5, "IN_PERSON");
  await held(pair, id);
  const page = pair.counselor.page;
  await page.goto(`/harbor-light/app/sessions/${id}/note`);
  await page.getByLabel(purpose).fill("To look at the week");
  await page.getByRole("button", { name: "Sign note" }).click();
  await expect(page.getByLabel("How was it for the person?")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel(purpose)).toHaveValue("To look at the week");
  // Other headings: what has none there stays.
  await page.getByLabel("What did we work on, and how?").fill("Breathing, twice");
  await page.getByLabel("Headings").selectOption({ label: "Time with a peer" });
  await expect(page.getByLabel("What did we set out to do?")).toHaveValue("To look at the week\n\nBreathing, twice");
});

test("the sign-in ends while typing: no character is lost", async ({ visit, watch }) => {
  test.setTimeout(150_000);
  watch.allow(/401/);
  const pair = await newPair(visit, { counselor: "Rune Falk", client: "Tess Okoro" });
  const id = await book(pair, 5, "IN_PERSON");
  await held(pair, id);
  const page = pair.counselor.page;
  await page.goto(`/harbor-light/app/sessions/${id}/note`);
  await page.getByLabel(purpose).pressSequentially("Before the sign-in ended");
  await expect(page.getByText(/^Saved \d/)).toBeVisible({ timeout: 15_000 });

  const elsewhere = await visit(await page.context().storageState(), desk);
  await elsewhere.goto("/harbor-light/app/account?part=devices");
  await page.getByLabel(purpose).pressSequentially(", and after it");
  await graphql(elsewhere, "mutation Out { signOutEverywhere { problems { code } } }");
  const dialog = page.getByRole("alertdialog", { name: "Sign in again" });
  await expect(dialog).toBeVisible({ timeout: 20_000 });
  const [tab] = await Promise.all([page.waitForEvent("popup"), dialog.getByRole("link", { name: "Sign in" }).click()]);
  const after = await mark();
  await tab.locator("#email").fill(pair.counselor.email);
  await tab.getByRole("button", { name: "Send me a code" }).click();
  await tab.locator("#code").fill(codeIn(await mailTo(pair.counselor.email, after)));
  await tab.getByRole("button", { name: "Continue" }).click();
  await tab.waitForURL(/\/app\//);
  await tab.close();
  await page.bringToFront();
  if (await dialog.isVisible()) await dialog.getByRole("button", { name: "I've signed in, go on" }).click();
  await expect(dialog).toHaveCount(0);

  const whole = "Before the sign-in ended, and after it";
  await expect(page.getByLabel(purpose)).toHaveValue(whole);
  await expect(page.getByText(/^Saved \d/)).toBeVisible({ timeout: 20_000 });
  await page.reload();
  await expect(page.getByLabel(purpose)).toHaveValue(whole);
});

test("offline it says so and goes on trying", async ({ visit, watch }) => {
  test.setTimeout(120_000);
  watch.allow(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  const pair = await newPair(visit, { counselor: "Lior Vance", client: "Nia Brook" });
  const id = await book(pair, 5, "IN_PERSON");
  const page = pair.counselor.page;
  await page.goto(`/harbor-light/app/sessions/${id}/note`);
  await page.getByLabel(purpose).fill("Written on the train");
  await page.context().setOffline(true);
  await expect(page.getByText("Not saved: offline, retrying")).toBeVisible({ timeout: 15_000 });
  await page.context().setOffline(false);
  await expect(page.getByText(/^Saved \d/)).toBeVisible({ timeout: 15_000 });
  await page.reload();
  await expect(page.getByLabel(purpose)).toHaveValue("Written on the train");
});

test("a newer text from elsewhere: both are kept, and come together", async ({ visit }) => {
  test.setTimeout(120_000);
  const pair = await newPair(visit, { counselor: "Esme Holt", client: "Ravi Stone" });
  const id = await book(pair, 5, "IN_PERSON");
  const page = pair.counselor.page;
  await page.goto(`/harbor-light/app/sessions/${id}/note`);
  await page.getByLabel(purpose).fill("Mine");
  await expect(page.getByText(/^Saved \d/)).toBeVisible({ timeout: 15_000 });
  await graphql(
    page,
    "mutation Elsewhere($input: SaveSessionNoteInput!) { saveSessionNote(input: $input) { setAside } }",
    {
      input: {
        sessionId: id,
        template: "counseling_session",
        answers: [{ prompt: "purpose", text: "From the other device" }],
        version: 1,
      },
    },
  );
  await page.getByLabel(purpose).fill("Mine, written on");
  await expect(page.getByText("This note was also written somewhere else")).toBeVisible({ timeout: 15_000 });
  await expect(page.getByLabel(purpose)).toHaveValue("From the other device");
  await expect(page.getByText("Mine, written on")).toBeVisible();
  await page.getByRole("button", { name: "Add this text" }).click();
  await expect(page.getByText("This note was also written somewhere else")).toHaveCount(0);
  const both = "From the other device\n\nMine, written on";
  await expect(page.getByLabel(purpose)).toHaveValue(both);
  await page.reload();
  await expect(page.getByLabel(purpose)).toHaveValue(both);
});

test("a supervisor reads and signs with a peer mentor", async ({ visit }) => {
  test.setTimeout(150_000);
  const rules = "mutation Rules($on: Boolean!) { setNoteRules(cosignPeerNotes: $on) { problems { code } } }";
  await graphql(await visit("robin"), rules, { on: true });
  const pair = await newPair(visit, { counselor: "Sol Ibarra", client: "Wes Calder" }, "PEER_MENTOR");
  const id = await book(pair, 5, "IN_PERSON");
  await held(pair, id);
  const page = pair.counselor.page;
  await page.goto(`/harbor-light/app/sessions/${id}/note`);
  for (const heading of [
    "What did we set out to do?",
    "What did I do as a peer: share, listen, practice, come along, link?",
    "What did the person say or do in return?",
    "The next step, in their words",
  ])
    await page.getByLabel(heading, { exact: true }).fill("A walk by the river");
  await page.getByRole("button", { name: "Sign note" }).click();
  await expect(page.getByText("Waits for a second signature")).toBeVisible();

  const helen = await visit("helen");
  await helen.goto("/harbor-light/app/home");
  await helen.getByRole("link", { name: "Read and sign: Wes Calder" }).click();
  await expect(helen.getByText("A walk by the river").first()).toBeVisible();
  await helen.getByRole("button", { name: "Sign with them" }).click();
  await expect(helen.getByText(/^Signed with them by /)).toBeVisible();
  await graphql(await visit("robin"), rules, { on: false });
});
