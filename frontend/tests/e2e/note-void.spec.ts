import { book, held, newPair } from "./lib/care";
import { expect, graphql, settled, test } from "./lib/test";

const save = `mutation Save($input: SaveSessionNoteInput!) { saveSessionNote(input: $input) { note { version } problems { code } } }`;
const sign = `mutation Sign($id: ID!, $version: Int!) { signSessionNote(sessionId: $id, version: $version) { problems { code } } }`;
const keys = ["purpose", "support", "response", "next_step"];

test("a supervisor voids a signed note; the client is told, and another one is written", async ({ visit }) => {
  test.setTimeout(150_000);
  const pair = await newPair(visit, { counselor: "Ilse Marr", client: "Bo Tanner" });
  const id = await book(pair, 5, "IN_PERSON");
  await held(pair, id);
  const author = pair.counselor.page;
  const answers = keys.map((prompt) => ({ prompt, text: "A walk by the river" }));
  await graphql(author, save, { input: { sessionId: id, template: "peer_session", version: 0, answers } });
  await graphql(author, sign, { id, version: 1 });

  const helen = await visit("helen");
  await helen.goto(`/harbor-light/app/sessions/${id}/note`);
  await settled(helen);
  await helen.getByRole("button", { name: "Void this note" }).click();
  const asking = helen.getByRole("alertdialog", { name: "Void this note?" });
  await asking.getByRole("button", { name: "Void the note" }).click();
  await expect(asking.getByRole("alert")).toBeVisible();
  await asking.getByLabel("Why").fill("It is about another person.");
  await asking.getByRole("button", { name: "Void the note" }).click();
  const voided = helen.getByRole("region", { name: "Voided notes" });
  await expect(voided).toContainText("It is about another person.");
  await expect(voided).toContainText("A walk by the river");
  await expect(voided).toContainText(/Voided by Helen Strand/);

  const client = pair.client.page;
  await client.goto(`/harbor-light/me/schedule/${id}`);
  await expect(client.getByText(/^A note about this session was taken back on /)).toBeVisible();
  await expect(client.getByText("A walk by the river")).toHaveCount(0);

  await author.goto(`/harbor-light/app/sessions/${id}/note`);
  await expect(author.getByRole("region", { name: "Voided notes" })).toContainText("It is about another person.");
  await expect(author.getByRole("button", { name: "Sign note" })).toBeVisible();
});

test("credentials of a counselor who mentors nobody are kept by those who steer", async ({ visit }) => {
  test.setTimeout(120_000);
  const pair = await newPair(visit, { counselor: "Nell Ortega", client: "Cy Hart" });
  const own = pair.counselor.page;
  await own.goto("/harbor-light/app/account");
  await own.getByRole("link", { name: "Your credentials" }).click();
  await own.getByRole("button", { name: "Add a credential" }).click();
  const adding = own.getByRole("dialog", { name: "Add a credential" });
  await adding.getByLabel("What it is").fill("Licensed counselor");
  await adding.getByLabel("Issued by").fill("State board");
  await adding.getByRole("button", { name: "Add", exact: true }).click();
  await expect(own.getByText("Waits until somebody has seen it. Show it to a supervisor.")).toBeVisible();

  const admin = await visit("robin");
  await admin.goto("/harbor-light/app/mentorship/credentials");
  await settled(admin);
  await admin.getByRole("link", { name: "Credentials of Nell Ortega" }).click();
  await admin.getByRole("button", { name: "I have seen it: Licensed counselor" }).click();
  await expect(admin.getByText(/^Seen by Robin Hale/)).toBeVisible();
  // What somebody has seen, its holder does not take away.
  await own.reload();
  await settled(own);
  await expect(own.getByText("It stays on the list. If that is wrong, ask a supervisor.")).toBeVisible();
  await expect(own.getByRole("button", { name: "Remove Licensed counselor" })).toHaveCount(0);
});
