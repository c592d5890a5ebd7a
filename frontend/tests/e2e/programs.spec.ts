import type { Page } from "@playwright/test";
import { expectDiscreet, linkIn, mailTo, mark } from "./lib/inbox";
import { newClient } from "./lib/join";
import { addressOf, unique } from "./lib/people";
import { beginWay, clientNamed, newProgram } from "./lib/programs";
import { expect, graphql, phone, settled, test } from "./lib/test";

const app = "/harbor-light/app";

/** A name that nobody had in an earlier run, made of letters only. */
const named = (first: string) => `${first} ${unique.replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "k")}`;

const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test("an admin makes a program from a template, puts its phases in order by the keyboard, and opens it", async ({
  visit,
}) => {
  test.setTimeout(90_000);
  const name = `Lantern house ${unique}`;
  const page = await visit("robin");
  await page.goto(`${app}/admin/programs`);
  await settled(page);
  await page.getByLabel("Begin with").selectOption("residential");
  await expect(page.getByText(/^Phases: /)).toBeVisible();
  await page.getByLabel("Name of the program").fill(name);
  await page.getByRole("button", { name: "Add program" }).click();
  await expect(page.getByRole("heading", { name: new RegExp(name) })).toBeVisible();
  await expect(page.getByText("This is a draft", { exact: false })).toBeVisible();

  // What it is.
  await page.getByLabel("Places", { exact: true }).fill("0");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Enter a number from 1 to 5000, or nothing");
  await page.getByLabel("Places", { exact: true }).fill("9");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved.").first()).toBeVisible();

  // Its phases: moved without a mouse, and the focus goes with the line.
  await page.getByRole("link", { name: "Phases", exact: true }).click();
  const first = page.getByLabel("Name of phase 1");
  const before = await first.inputValue();
  const down = page.getByRole("button", { name: `Move down: ${before}` });
  await down.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name of phase 2")).toHaveValue(before);
  await expect(page.getByRole("button", { name: `Move down: ${before}` })).toBeFocused();
  await page.getByRole("button", { name: "Add a phase" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Enter a name");
  await page.getByLabel("Name of phase 4").fill("On my own feet");
  // "Saved." may still stand there from the time before: what counts is the answer.
  const kept = page.waitForResponse(
    (response) => response.request().method() === "POST" && /graphql/.test(response.url()),
  );
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await kept;
  await expect(page.getByText("Saved.").last()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Name of phase 2")).toHaveValue(before);
  await expect(page.getByLabel("Name of phase 4")).toHaveValue("On my own feet");

  // A closed cohort wants a first day.
  await page.getByRole("link", { name: "Cohorts", exact: true }).click();
  await page.getByRole("button", { name: "Add a cohort" }).click();
  await page.getByLabel("Name of cohort 1").fill("Winter");
  await page.getByLabel("Kind").selectOption("CLOSED");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("A closed cohort needs a first day")).toBeVisible();
  await page.getByLabel("Starts on").fill("2027-01-11");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved.").last()).toBeVisible();

  await page.getByRole("button", { name: "Open the program" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Open the program" }).click();
  await expect(page.getByText("The program is open.")).toBeVisible();
  await page.goto(`${app}/programs`);
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("0 of 9");
});

test("somebody new is invited and begins in one go; coming in, they find what is theirs to do", async ({ visit }) => {
  test.setTimeout(120_000);
  const [who, email] = [named("Rosalind"), addressOf("Rosalind Ames")];
  const page = await visit("robin");
  const program = await newProgram(page, `Open door ${unique}`, 4);
  type Version = { data: { program: { version: number } } };
  const { data } = await graphql<Version>(page, "query V($id: ID!) { program(id: $id) { version } }", { id: program });
  const { version } = data.program;
  const items = [{ kind: "TASK", name: "Look at the house rules", owner: "CLIENT", dueDays: 3 }];
  await graphql(
    page,
    "mutation P($input: SetProgramIntakeInput!) { setProgramIntake(input: $input) { problems { code } } }",
    { input: { programId: program, version, items } },
  );
  await page.goto(`${app}/programs/${program}`);
  await page.getByRole("link", { name: "Begin in a program" }).click();
  await page.getByRole("link", { name: "Somebody new? Invite them first" }).click();
  const after = await mark();
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByRole("textbox", { name: "Name" }).fill(who);
  await page.getByLabel("Counselor", { exact: true }).last().selectOption({ label: "Dana Reyes" });
  await page.getByRole("button", { name: "Send invitation" }).click();

  // The person and the program are known already.
  await expect(page).toHaveURL(/programs\/begin\?/);
  await expect(page.getByText(who, { exact: true })).toBeVisible();
  await expect(page.getByLabel("Program", { exact: true })).toHaveValue(program);
  await page.getByText("With a place, in intake").click();
  await page.getByRole("button", { name: "Begin", exact: true }).click();
  await expect(page.getByText("Noted: Intake.")).toBeVisible();
  await expect(page).toHaveURL(/\/clients\/[^/]+\/program$/);

  const mail = await mailTo(email, after);
  expectDiscreet(mail);
  const own = await visit(null, phone);
  await own.goto(linkIn(mail, "/i/"));
  await own.getByRole("button", { name: "Accept and sign in" }).tap();
  await own.waitForURL("**/me/today");
  await own.getByRole("link", { name: /1 thing to do to begin/ }).tap();
  await expect(own.getByRole("heading", { name: `Open door ${unique}` }).first()).toBeVisible();
  await own.getByRole("button", { name: "Done", exact: true }).tap();
  await expect(own.getByRole("button", { name: "Not done after all" })).toBeVisible();
  await page.reload();
  await expect(page.getByText("1 of 1 done")).toBeVisible();
});

test("a coordinator begins, lines up, frees a place and sees the next one offered; discharge goes on in aftercare", async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const name = `Small house ${unique}`;
  const [one, two] = [named("Poplar"), named("Willow")];
  await newClient(visit, one);
  await newClient(visit, two);
  const page = await visit("robin");
  const program = await newProgram(page, name, 1);
  await page.goto(`${app}/programs`);
  await page.getByRole("link", { name }).click();
  await settled(page);
  await expect(page.getByText("0 of 1 place taken")).toBeVisible();
  await expect(page.getByText("Nobody waits for a place.")).toBeVisible();

  // The one place is taken at once.
  await page.getByRole("link", { name: "Begin in a program" }).click();
  await page.getByRole("combobox", { name: "Client" }).fill(one);
  await page.getByRole("option", { name: new RegExp(one) }).click();
  await page.getByText("Active at once").click();
  await page.getByRole("button", { name: "Begin", exact: true }).click();
  await expect(page.getByRole("heading", { name: new RegExp(`^.*${one}`) }).first()).toBeVisible();
  await expect(page.getByText("Active", { exact: true }).first()).toBeVisible();
  const first = new URL(page.url()).pathname;

  // The next one asks for it: the line, and nobody is left alone in it.
  await page.goto(`${app}/programs/begin?program=${program}`);
  await page.getByRole("combobox", { name: "Client" }).fill(two);
  await page.getByRole("option", { name: new RegExp(two) }).click();
  await page.getByText("Active at once").click();
  await page.getByRole("button", { name: "Begin", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("All places of this program are taken or kept for somebody.");
  await page.getByText("In line for a place").click();
  await page.getByRole("button", { name: "Begin", exact: true }).click();
  await expect(page.getByText("Number 1", { exact: true })).toBeVisible();

  await page.goto(`${app}/programs/${program}`);
  const line = page.getByRole("listitem").filter({ hasText: two });
  await expect(line).toContainText("Not yet");
  await expect(line).toContainText("Nobody keeps contact yet");
  await line.getByRole("button", { name: `More for ${two}` }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Log contact" }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Save contact" }).click();
  await expect(page.getByText(`Noted. Somebody was there for ${two}.`)).toBeVisible();
  await expect(line).toContainText("today");
  await line.getByRole("button", { name: `More for ${two}` }).click();
  await page.getByRole("menuitem", { name: "Who keeps contact…" }).click();
  await page.getByLabel("Keeps contact", { exact: true }).selectOption({ label: "Dana Reyes" });
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(line).toContainText("Dana Reyes keeps contact");

  // Discharge: nothing is left out, and what the person chose goes on.
  await page.goto(first);
  await page.getByRole("button", { name: "Move on…" }).click();
  await page.getByRole("dialog").getByText("Discharge", { exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Go on" }).click();
  await page.waitForURL("**/discharge");
  await page.getByRole("button", { name: "Record the discharge" }).click();
  await expect(page.getByRole("alert")).toContainText("Choose a reason");
  await page.getByLabel("Reason").selectOption("COMPLETED");
  for (const group of ["Overdose-risk education", "Crisis plan"]) {
    await page.getByRole("radiogroup", { name: group }).getByText("Given", { exact: true }).click();
  }
  await page.getByRole("radiogroup", { name: "Aftercare" }).getByText("As long as they want").click();
  await page.getByRole("button", { name: "Record the discharge" }).click();
  await expect(page.getByText(`Recorded. ${one} keeps account, groups and people.`)).toBeVisible();
  await expect(page.getByText("Aftercare", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Completed the program")).toBeVisible();

  await page.goto(`${app}/programs/${program}`);
  await expect(line).toContainText("Offered");
  await expect(line).toContainText(/Place kept until /);
  await expect(page.getByText("1 of 1 place taken")).toBeVisible();
  await page.getByRole("link", { name: "Aftercare", exact: true }).click();
  await expect(page.getByRole("row", { name: new RegExp(one) })).toBeVisible();
});

test("an end against somebody's will waits for a supervisor who did not ask for it", async ({ visit }) => {
  test.setTimeout(120_000);
  const who = named("Hazel");
  await newClient(visit, who);
  const admin = await visit("robin");
  const program = await newProgram(admin, `Quiet house ${unique}`, null);
  const client = await clientNamed(admin, who);
  const way = await beginWay(admin, program, client, "ACTIVE");
  await admin.goto(`${app}/enrollments/${way}/discharge`);
  await admin.getByLabel("Reason").selectOption("TERMINATED_BY_FACILITY");
  await expect(admin.getByText(/takes effect only when a supervisor/)).toBeVisible();
  for (const group of ["Overdose-risk education", "Crisis plan"]) {
    await admin.getByRole("radiogroup", { name: group }).getByText("Declined", { exact: true }).click();
  }
  await admin.getByRole("radiogroup", { name: "Aftercare" }).getByText("No aftercare").click();
  await admin.getByRole("button", { name: "Record the discharge" }).click();
  await expect(admin.getByText(/A supervisor looks at it first/)).toBeVisible();
  await expect(admin.getByText("Active", { exact: true }).first()).toBeVisible();
  await expect(admin.getByRole("button", { name: "Confirm the discharge" })).toHaveCount(0);

  const supervisor = await visit("helen", phone);
  await supervisor.goto(`${app}/home`);
  const task = supervisor.getByRole("listitem").filter({ hasText: `Look at the end of treatment for ${who}` });
  await task.getByRole("link", { name: "Open member" }).tap();
  await supervisor.waitForURL("**/program");
  await supervisor.getByRole("button", { name: "Confirm the discharge" }).tap();
  await supervisor.getByRole("alertdialog").getByRole("button", { name: "Confirm the discharge" }).tap();
  await expect(supervisor.getByText("Confirmed.")).toBeVisible();
  await expect(supervisor.getByText("Discharged", { exact: true }).first()).toBeVisible();
  await supervisor.goto(`${app}/home`);
  await settled(supervisor);
  await expect(task).toHaveCount(0);
});

test("two move the same person at once: the second is told how it stands, goes on from there, and loses nothing", async ({
  visit,
}) => {
  test.setTimeout(120_000);
  const who = named("Rowan");
  await newClient(visit, who);
  const admin = await visit("robin");
  const program = await newProgram(admin, `Busy house ${unique}`, null);
  const client = await clientNamed(admin, who);
  const way = await beginWay(admin, program, client, "INTAKE");
  const counselor = await visit("dana");
  const dialogOf = (page: Page) => page.getByRole("dialog", { name: `Move ${who} on` });

  // The usual step is one press away from the board, also for the last one in the list.
  await admin.goto(`${app}/programs/${program}?state=INTAKE`);
  await admin.getByRole("button", { name: `Make active: ${who}` }).click();
  await dialogOf(admin).getByLabel(/^Note/).fill("All papers are here.");
  await counselor.goto(`${app}/clients/${client}/program`);
  await counselor.getByRole("button", { name: "Make active", exact: true }).click();
  await dialogOf(counselor).getByRole("button", { name: "Move", exact: true }).click();
  await expect(counselor.getByText(`${who}: Active.`)).toBeVisible();
  await dialogOf(admin).getByRole("button", { name: "Move", exact: true }).click();
  await expect(dialogOf(admin).getByRole("alert")).toContainText(`${who}: now “Active”`);
  await expect(dialogOf(admin).getByLabel(/^Note/)).toHaveValue("All papers are here.");
  await expect(dialogOf(admin).getByRole("button", { name: "Put on hold" })).toBeFocused();
  await admin.keyboard.press("Enter");
  await expect(dialogOf(admin).getByRole("radio", { name: /^Put on hold/ })).toBeChecked();
  await expect(dialogOf(admin).getByRole("button", { name: "Move", exact: true })).toBeFocused();
  await admin.keyboard.press("Enter");
  await expect(admin.getByText(`${who}: On hold.`)).toBeVisible();

  // The same on the page of an end: what was recorded stays, and can still be recorded.
  await counselor.goto(`${app}/enrollments/${way}/discharge`);
  await counselor.getByLabel("Reason").selectOption("TRANSFERRED");
  for (const group of ["Overdose-risk education", "Crisis plan"]) {
    await counselor.getByRole("radiogroup", { name: group }).getByText("Given", { exact: true }).click();
  }
  await counselor.getByRole("radiogroup", { name: "Aftercare" }).getByText("No aftercare").click();
  await counselor.getByLabel(/^Note/).fill("Moves closer to family.");
  await admin.goto(`${app}/clients/${client}/program`);
  await expect(admin.getByText("All papers are here.")).toBeVisible();
  await admin.getByRole("button", { name: "Take up again" }).click();
  await dialogOf(admin).getByRole("button", { name: "Move", exact: true }).click();
  await expect(admin.getByText(`${who}: Active.`)).toBeVisible();
  await counselor.getByRole("button", { name: "Record the discharge" }).click();
  await expect(counselor.getByRole("alert")).toContainText(`${who}: now “Active”`);
  await expect(counselor.getByLabel("Reason")).toHaveValue("TRANSFERRED");
  await counselor.getByRole("button", { name: "Discharge", exact: true }).click();
  await counselor.getByRole("button", { name: "Record the discharge" }).click();
  await counselor.waitForURL("**/program");
  await expect(counselor.getByText("Moves closer to family.").first()).toBeVisible();
});

test("the caseload: what is chosen stands in the address and survives a reload; on a phone three lines a person", async ({
  visit,
}) => {
  test.setTimeout(120_000);
  const who = named("Dogwood");
  await newClient(visit, who);
  const admin = await visit("robin");
  const name = `Garden house ${unique}`;
  const program = await newProgram(admin, name, null);
  await beginWay(admin, program, await clientNamed(admin, who), "ACTIVE");
  await admin.goto(`${app}/clients`);
  await settled(admin);
  await admin.getByLabel("Program", { exact: true }).selectOption({ label: name });
  await expect(admin.getByRole("row")).toHaveCount(2);
  await expect(admin.getByRole("row", { name: new RegExp(who) })).toContainText(name);
  await admin.getByRole("link", { name: "On hold", exact: true }).click();
  await expect(admin.getByText("No clients match these filters.")).toBeVisible();
  await admin.reload();
  await expect(admin.getByText("No clients match these filters.")).toBeVisible();
  await expect(admin.getByLabel("Program", { exact: true })).toHaveValue(program);
  await admin.getByRole("link", { name: "Clear filters" }).click();
  await admin.getByRole("link", { name: "Gone quiet" }).click();
  await expect(admin).toHaveURL(/quiet=true/);
  // The demo has somebody nobody has heard of for a while: said with a word.
  await expect(admin.getByRole("row").nth(1)).toContainText("Gone quiet");
  // What is looked for may be a name: it is found, and stays out of the address.
  await admin.getByRole("link", { name: "Everybody" }).click();
  await admin.getByRole("searchbox").fill(who);
  await expect(admin.getByRole("row")).toHaveCount(2);
  expect(decodeURIComponent(admin.url())).not.toContain(who);
  await admin.getByRole("link", { name: who }).click();
  await expect(admin).toHaveURL(/\/overview$/);
  await admin.getByRole("link", { name: "Program", exact: true }).click();
  await expect(admin).toHaveURL(/\/program$/);
  await expect(admin.getByRole("heading", { name: "The way so far" })).toBeVisible();

  const counselor = await visit("dana", phone);
  await counselor.goto(`${app}/clients`);
  await settled(counselor);
  expect(await sideways(counselor)).toBeLessThanOrEqual(0);
  await counselor.getByRole("button", { name: `More for ${who}` }).tap();
  await counselor.getByRole("menuitem", { name: "Move on…" }).tap();
  const dialog = counselor.getByRole("dialog", { name: `Move ${who} on` });
  await dialog.getByText("Put on hold").tap();
  await dialog.getByLabel(/^Note/).fill("Away with family until spring.");
  await dialog.getByRole("button", { name: "Move", exact: true }).tap();
  await expect(counselor.getByText(`${who}: On hold.`)).toBeVisible();
  await counselor.getByRole("link", { name: "On hold", exact: true }).tap();
  await expect(counselor.getByRole("link", { name: who })).toBeVisible();
});
