import {
  ACCEPT,
  applicant,
  family,
  mentor,
  PAIRS,
  type Pairs,
  pairState,
  run,
  seeker,
  together,
} from "./lib/mentoring";
import { desk, expect, graphql, phone, settled, test } from "./lib/test";

const center = "/harbor-light";

test("a coordinator matches from the board, both say yes, and the mentor can rest", async ({ visit }) => {
  test.setTimeout(180_000);
  const guide = await mentor(visit, `Alder ${family}`);
  const client = await seeker(visit, `Ines ${family}`);

  const admin = await visit("robin", desk);
  await admin.goto(`${center}/app/mentorship`);
  await settled(admin);
  // Where many wait, only the first of them are on the screen.
  const find = admin.getByRole("searchbox", { name: "Find somebody who waits" });
  if (await find.isVisible()) await find.fill(client.name);
  const request = admin.getByRole("article", { name: client.name });
  await expect(request).toContainText("Somebody patient.");
  await request.getByText("Needs much company").click();
  await expect(request.getByText("Needs much", { exact: true })).toBeVisible();
  await admin.getByRole("link", { name: `Find somebody for ${client.name}` }).click();
  await expect(admin).toHaveURL(/client=/);
  await admin.getByRole("button", { name: `Match with ${guide.name}` }).click();
  const dialog = admin.getByRole("dialog", { name: `Ask ${client.name} and ${guide.name}?` });
  await expect(dialog.getByRole("region", { name: `What ${client.name} reads` })).toContainText(
    `${guide.name} could walk with you for a while.`,
  );
  await expect(dialog.getByRole("region", { name: `What ${guide.name} reads` })).toContainText(client.name);
  await dialog.getByRole("button", { name: "Ask both" }).click();
  await expect(admin.getByText("Both have been asked.")).toBeVisible();
  await expect(admin.getByRole("list", { name: "Asked, waiting for an answer" })).toContainText(client.name);

  // The mentor finds the question at home, on a phone; the client says yes in their own space.
  const room = await visit(guide.state, phone);
  await room.goto(`${center}/app/home`);
  await room.getByRole("button", { name: `Yes, walk with ${client.name}` }).tap();
  await expect(room.getByText("You said yes. The other answer is still to come.")).toBeVisible();
  const { data } = await graphql<Pairs>(client.page, PAIRS);
  const id = data.myMentorships[0]?.id ?? "";
  await run(client.page, ACCEPT, { id });
  await admin.goto(`${center}/app/mentorship?view=active`);
  await expect(admin.getByRole("list", { name: "Walking together" })).toContainText(client.name);

  await room.goto(`${center}/app/mentorship/mine`);
  await settled(room);
  await room.getByRole("link", { name: client.name }).tap();
  await room.getByRole("link", { name: "The two of you" }).tap();
  await room.getByRole("button", { name: "I have read this and agree" }).tap();
  await expect(room.getByText("You agreed.")).toBeVisible();
  await room.getByRole("link", { name: "Messages" }).tap();
  await room.getByLabel(`Write to ${client.name}`).fill("I can lend you forty.");
  // Asked before it goes, and only them; nothing is held back.
  const hint = room.getByRole("alert").filter({ hasText: "Is this your role?" });
  await expect(hint).toContainText("money");
  await room.getByRole("button", { name: "Thanks" }).tap();
  await expect(hint).toHaveCount(0);
  await room.getByRole("button", { name: "Send" }).tap();
  await expect(room.getByRole("list", { name: "Messages" })).toContainText("I can lend you forty.");
  await expect(hint).toHaveCount(0);
  expect(await room.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await room.goto(`${center}/app/mentorship/mine`);
  await expect(room.getByText("You walk with one person.")).toBeVisible();
  await room.getByRole("button", { name: "Pause me" }).tap();
  await room.getByRole("dialog").getByRole("button", { name: "Pause me" }).tap();
  await expect(room.getByRole("heading", { name: "You are resting" })).toBeVisible();
  expect(await pairState(client.page, id)).toBe("PAUSED");
  await room.getByRole("button", { name: "I'm back" }).tap();
  await expect(room.getByRole("heading", { name: "How much you carry" })).toBeVisible();

  // The board says why the pair may need somebody; a kind end goes to both.
  await admin.goto(`${center}/app/mentorship?view=active&state=PAUSED`);
  const row = admin.getByRole("listitem").filter({ hasText: client.name });
  await row.getByRole("button", { name: /^More for/ }).click();
  await admin.getByRole("menuitem", { name: "End it kindly" }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "End it kindly" }).click();
  await expect(admin.getByText("The goodbye is said.")).toBeVisible();
  expect(await pairState(client.page, id)).toBe("CLOSING");
});

test("a coordinator and a mentor act on one pair at once: the second is told how it stands, and keeps every word", async ({
  visit,
}) => {
  test.setTimeout(150_000);
  const guide = await mentor(visit, `Larch ${family}`);
  const client = await seeker(visit, `Odile ${family}`);
  const admin = await visit("robin", desk);
  const pair = await together(visit, client, guide);
  const both = `${client.name} with ${guide.name}`;
  const row = admin.getByRole("listitem").filter({ hasText: client.name });
  const menu = async (deed: string) => {
    await row.getByRole("button", { name: /^More for/ }).click();
    await admin.getByRole("menuitem", { name: deed }).click();
  };

  // Both let it rest: the second learns that it rests, and what can be done with that.
  const room = await visit(guide.state, desk);
  await room.goto(`${center}/app/mentorship/mine/${pair}?part=pair`);
  await room.getByRole("button", { name: "Pause for a while" }).click();
  await admin.goto(`${center}/app/mentorship?view=active`);
  await menu("Let it rest");
  await admin.getByRole("dialog").getByRole("button", { name: "Let it rest" }).click();
  await expect(admin.getByText("It rests", { exact: true })).toBeVisible();
  await room.getByRole("dialog").getByRole("button", { name: "Pause for a while" }).click();
  await expect(room.getByRole("alert")).toContainText(`${client.name}: now “Resting”`);
  await room.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();

  // Both end it: a letter that nobody would read is not sent, and not lost.
  await admin.goto(`${center}/app/mentorship?view=active&state=PAUSED`);
  await menu("End it kindly");
  const ending = admin.getByRole("alertdialog");
  await ending.getByLabel(/^A few words for both/).fill("You two did well.");
  await room.getByRole("button", { name: "Say goodbye" }).click();
  await room
    .getByRole("dialog")
    .getByLabel(/^A letter/)
    .fill("Thank you for the walks.");
  await room.getByRole("dialog").getByRole("button", { name: "Say goodbye" }).click();
  await expect(room.getByRole("dialog")).toHaveCount(0);
  await ending.getByRole("button", { name: "End it kindly" }).click();
  await expect(ending.getByRole("alert")).toContainText(`${both}: now “Saying goodbye”`);
  await expect(ending.getByLabel(/^A few words for both/)).toHaveValue("You two did well.");
  expect(await pairState(client.page, pair)).toBe("CLOSING");
  await expect(ending.getByRole("button", { name: "End it kindly" })).toBeFocused();
  await admin.keyboard.press("Enter");
  await expect(ending).toContainText("One goodbye has been said already.");
  await ending.getByRole("button", { name: "End it kindly" }).click();
  await expect(admin.getByText("The goodbye is said.")).toBeVisible();
  expect(await pairState(client.page, pair)).toBe("CLOSED");
});

test("a whole program is proposed, looked through and published", async ({ visit }) => {
  test.setTimeout(180_000);
  await mentor(visit, `Birch ${family}`);
  const [in_, out] = [await seeker(visit, `Tomas ${family}`), await seeker(visit, `Uma ${family}`)];
  const admin = await visit("robin", desk);
  await admin.goto(`${center}/app/mentorship/program`);
  await settled(admin);
  const again = admin.getByRole("button", { name: "Propose anew" });
  if (await again.isVisible()) {
    await again.click();
    await admin.getByRole("dialog").getByRole("button", { name: "Propose anew" }).click();
  } else {
    await admin.getByRole("button", { name: "Propose matches for everybody" }).click();
  }
  const pairs = admin.getByRole("list", { name: "Proposed pairs" });
  await expect(pairs).toContainText(in_.name);
  await expect(pairs).toContainText(out.name);
  // What is proposed for others of the demo stays unasked.
  type Proposal = { data: { matchProposal: { id: string; pairs: Array<{ client: { id: string } }> } } };
  const { data } = await graphql<Proposal>(admin, "query Proposal { matchProposal { id pairs { client { id } } } }");
  for (const { client } of data.matchProposal.pairs) {
    if (client.id === in_.id || client.id === out.id) continue;
    await run(
      admin,
      "mutation Drop($input: DropProposedPairInput!) { done: dropProposedPair(input: $input) { problems { code path } } }",
      { input: { matchProposalId: data.matchProposal.id, clientId: client.id, dropped: true } },
    );
  }
  await admin.reload();
  await settled(admin);
  await expect(admin.getByText("2 pairs would be asked.")).toBeVisible();
  await admin.getByRole("button", { name: new RegExp(`^Leave out ${out.name}`) }).click();
  await expect(admin.getByText("1 pair would be asked.")).toBeVisible();
  await admin.getByRole("button", { name: new RegExp(`^Take in ${out.name}`) }).click();
  await expect(admin.getByText("2 pairs would be asked.")).toBeVisible();
  await admin.getByRole("button", { name: new RegExp(`^Leave out ${out.name}`) }).click();
  await admin.getByRole("button", { name: "Publish" }).click();
  await admin.getByRole("dialog", { name: "Ask 1 pair?" }).getByRole("button", { name: "Ask them all" }).click();
  await expect(admin.getByText("Published. Everybody in it has been asked.")).toBeVisible();
  await expect(admin.getByRole("button", { name: "Propose matches for everybody" })).toBeVisible();
  const asked = await graphql<Pairs>(in_.page, PAIRS);
  expect(asked.data.myMentorships.map((one) => one.state)).toEqual(["OFFERED"]);
  expect((await graphql<Pairs>(out.page, PAIRS)).data.myMentorships).toEqual([]);
});

test("the board shows who waits in one program, and the address keeps which", async ({ visit }) => {
  const admin = await visit("robin", desk);
  await admin.goto(`${center}/app/mentorship`);
  await settled(admin);
  const program = admin.getByLabel("Program", { exact: true });
  await program.selectOption({ index: 1 });
  await expect(admin).toHaveURL(/[?&]program=/);
  const chosen = await program.inputValue();
  await admin.reload();
  await settled(admin);
  await expect(program).toHaveValue(chosen);
  await program.selectOption({ label: "Every program" });
  await expect(admin).not.toHaveURL(/[?&]program=/);
});

test("a mentor comes all the way, shows credentials, and is kept apart from somebody", async ({ visit }) => {
  test.setTimeout(180_000);
  const person = await applicant(visit, `Cedar ${family}`);
  const other = await seeker(visit, `Vera ${family}`);
  const admin = await visit("robin", desk);
  await admin.goto(`${center}/app/mentorship/mentors?state=APPLIED`);
  await admin.getByRole("link", { name: person.name }).click();
  await admin.getByLabel("Capacity in points").fill("41");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText("Enter a whole number from 0 to 40").first()).toBeVisible();
  await admin.getByLabel("Capacity in points").fill("4");
  await admin.getByLabel(/^Background check done on/).fill("2026-02-01");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText("Saved.").first()).toBeVisible();
  for (const step of ["Begin training", "Begin shadowing", "Approve"]) {
    await admin.getByRole("button", { name: step, exact: true }).click();
    await admin.getByRole("dialog").getByRole("button", { name: step, exact: true }).click();
    await expect(admin.getByRole("dialog")).toHaveCount(0);
  }
  await expect(admin.getByRole("button", { name: "Pause", exact: true })).toBeVisible();

  const parts = admin.getByRole("navigation", { name: "Parts of this mentor's page" });
  await parts.getByRole("link", { name: "Credentials" }).click();
  await admin.getByRole("button", { name: "Add a credential" }).click();
  const adding = admin.getByRole("dialog", { name: "Add a credential" });
  await adding.getByLabel("What it is").fill("Certified peer specialist");
  await adding.getByLabel("Issued by").fill("State of Maine");
  await adding.getByLabel("Issued on").fill("2024-01-01");
  await adding.getByLabel(/^Runs out on/).fill("2025-01-01");
  await adding.getByRole("button", { name: "Add", exact: true }).click();
  await expect(admin.getByText(/^Ran out Wednesday, January 1, 2025$/)).toBeVisible();
  await admin.getByRole("button", { name: "Remove Certified peer specialist" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(admin.getByText("No credentials have been noted yet.")).toBeVisible();

  await parts.getByRole("link", { name: "Training" }).click();
  await admin.getByRole("button", { name: "Note training" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
  await expect(admin.getByText("Trained in 1 of 12 competencies. 1 h in all.")).toBeVisible();

  await parts.getByRole("link", { name: "Supervision" }).click();
  await admin.getByRole("button", { name: "Note a sitting" }).click();
  await admin.getByLabel(/^What it was about/).fill("Where company ends and counseling begins.");
  await admin.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText(/^45 min of supervision in the last 30 days\. Due in that time: /)).toBeVisible();
  await expect(admin.getByRole("list", { name: "Sittings" })).toContainText("Where company ends");

  await parts.getByRole("link", { name: "Kept apart from" }).click();
  await admin.getByRole("button", { name: "Keep two people apart" }).click();
  const apart = admin.getByRole("dialog", { name: "Keep two people apart" });
  await apart.getByLabel("From whom").fill(other.name);
  await admin.getByRole("option", { name: other.name }).click();
  await apart.getByLabel("Where this comes from").selectOption("RELATIVE");
  await apart.getByLabel(/^Why/).fill("Cousins.");
  await apart.getByRole("button", { name: "Keep two people apart" }).click();
  await expect(admin.getByRole("list", { name: "Kept apart from" })).toContainText("Cousins.");
  // Whoever waits is not suggested this mentor any more, and no word says why.
  await admin.goto(`${center}/app/mentorship?view=suggested&client=${other.id}`);
  await expect(admin.getByRole("heading", { name: `For ${other.name}` })).toBeVisible();
  await expect(admin.getByRole("article", { name: person.name })).toHaveCount(0);
  await admin.goto(`${center}/app/mentorship/conflicts?member=${other.id}`);
  await admin.getByRole("button", { name: `Lift what keeps them from ${person.name}` }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Lift" }).click();
  await expect(admin.getByText("Nobody has to be kept apart here.")).toBeVisible();
});

test("a strategy is written by a counselor, given back with words, and published", async ({ visit }) => {
  test.setTimeout(120_000);
  const title = `Ninety seconds ${family}`;
  const writer = await visit("dana", phone);
  await writer.goto(`${center}/app/mentorship/library`);
  await writer.getByRole("link", { name: "Write for the library" }).tap();
  await writer.getByLabel("Title").fill(title);
  await writer.getByLabel("The text").fill("A wave rises and falls. I wait ninety seconds before I do anything.");
  await writer.getByText("Cravings", { exact: true }).tap();
  await writer.getByRole("button", { name: "Keep as a draft" }).tap();
  await expect(writer.getByText("Say that others may read it").first()).toBeVisible();
  await writer.getByText("Others of this center may read it").first().tap();
  await writer.getByRole("button", { name: "Keep as a draft" }).tap();
  await writer.getByRole("button", { name: "Hand it in" }).tap();
  await expect(writer.getByText("Handed in.")).toBeVisible();

  const looks = await visit("helen", desk);
  await looks.goto(`${center}/app/home`);
  await looks.getByRole("link", { name: /waits? for a look$/ }).click();
  await looks.getByRole("link", { name: title }).click();
  await looks.getByRole("button", { name: "Give it back" }).click();
  const back = looks.getByRole("dialog", { name: "Give it back" });
  await back.getByLabel("Your words to the author").fill("Lovely. Could you say where you learned it?");
  await back.getByRole("button", { name: "Give it back" }).click();
  await expect(looks.getByText("Given back with your words.")).toBeVisible();

  await writer.reload();
  await expect(writer.getByText("Could you say where you learned it?")).toBeVisible();
  await writer.getByRole("button", { name: "Change it" }).tap();
  await writer.getByLabel("The text").fill("A friend taught me: a wave rises and falls. I wait ninety seconds.");
  await writer.getByRole("button", { name: "Save" }).tap();
  await writer.getByRole("button", { name: "Hand it in" }).tap();
  await expect(writer.getByText("Handed in.").first()).toBeVisible();
  await looks.goto(`${center}/app/mentorship/library?shelf=REVIEW`);
  await looks.getByRole("link", { name: title }).click();
  await looks.getByRole("button", { name: "Publish" }).click();
  await expect(looks.getByText("Published. Everybody in the center can read it.")).toBeVisible();
  await looks.goto(`${center}/app/mentorship/library?trigger=CRAVING`);
  await expect(looks.getByRole("link", { name: title })).toBeVisible();
});
