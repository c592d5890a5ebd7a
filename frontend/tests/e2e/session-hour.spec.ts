import { book, held, newPair } from "./lib/care";
import { expect, graphql, settled, test } from "./lib/test";

test("an hour online: where the client is, arrived, begun, ended, and its times put right", async ({ visit }) => {
  test.setTimeout(120_000);
  const pair = await newPair(visit, { counselor: "Iris Quill", client: "Bo Hartley" });
  const id = await book(pair, 10, "ONLINE");
  const page = pair.counselor.page;
  await page.goto(`/harbor-light/app/sessions/${id}`);
  await settled(page);
  const hour = page.getByRole("region", { name: "The session itself" });

  // A wrong tap is taken back.
  await hour.getByRole("button", { name: "Arrived" }).click();
  await expect(hour.getByText(/^Bo Hartley is here, since /)).toBeVisible();
  await hour.getByRole("button", { name: "Not here yet" }).click();
  await expect(hour.getByText("Planned")).toBeVisible();

  // It does not begin before it was asked where they are.
  await hour.getByRole("button", { name: "Start" }).click();
  await expect(hour.getByRole("heading", { name: "Where is Bo Hartley right now?" })).toBeVisible();
  await hour.getByRole("button", { name: "Keep and start" }).click();
  await expect(hour.getByText("Write where they are, or choose that they would rather not say.")).toBeVisible();
  await hour.getByLabel("Place").fill("12 Larch Street, second floor");
  await hour.getByRole("button", { name: "Keep and start" }).click();
  await expect(hour.getByText(/^Under way since /)).toBeVisible();
  await expect(hour.getByText("12 Larch Street, second floor")).toBeVisible();
  await expect(hour.getByRole("link", { name: "Join" })).toHaveAttribute("href", "https://meet.example/room");

  await hour.getByRole("button", { name: "End" }).click();
  await expect(hour.getByText(/^Took place, /)).toBeVisible();
  // Shown while it is needed, and no longer.
  await expect(hour.getByText("12 Larch Street, second floor")).toHaveCount(0);
  await page.reload();
  await expect(hour.getByText(/^Took place, /)).toBeVisible();

  await hour.getByRole("button", { name: "Put the times right" }).click();
  await hour.getByRole("button", { name: "Save" }).click();
  await expect(hour.getByRole("button", { name: "Write in a few words why." })).toBeVisible();
  await hour.getByLabel("Why you write it down now").fill("Pressed End too late");
  await hour.getByLabel("Ended").fill("23:59");
  await hour.getByRole("button", { name: "Save" }).click();
  // What the server refuses is said at its field, and nothing typed is lost.
  await expect(hour.getByLabel("Ended")).toHaveAttribute("aria-invalid", "true");
  await expect(hour.getByLabel("Why you write it down now")).toHaveValue("Pressed End too late");
});

test("somebody else was faster: what is possible now is shown", async ({ visit, watch }) => {
  test.setTimeout(120_000);
  watch.allow(/ERR_FAILED/);
  const pair = await newPair(visit, { counselor: "Ada Fenn", client: "Cleo Marsh" });
  const id = await book(pair, 5, "IN_PERSON");
  const page = pair.counselor.page;
  await page.goto(`/harbor-light/app/sessions/${id}`);
  const hour = page.getByRole("region", { name: "The session itself" });
  await expect(hour.getByRole("button", { name: "Arrived" })).toBeVisible();
  // This page does not hear of it: the answers stay away until the step is tried.
  await page.route("**/graphql", async (route) => {
    if (route.request().postData()?.includes("sessionId")) return route.continue();
    return route.abort();
  });
  await held(pair, id);
  await hour.getByRole("button", { name: "Arrived" }).click();
  await expect(hour.getByRole("alert")).toBeVisible();
  await page.unroute("**/graphql");
  await expect(hour.getByText(/^Took place, /)).toBeVisible({ timeout: 20_000 });
  await expect(hour.getByRole("button", { name: "Put the times right" })).toBeVisible();
});

test("a session that was missed asks for a warm word, and somebody may come after all", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("dana");
  type Found = { data: { sessions: { nodes: Array<{ id: string; state: string; client: { name: string } }> } } };
  const { data } = await graphql<Found>(
    page,
    "query Past($until: DateTime!) { sessions(until: $until, state: BOOKED, newestFirst: true, first: 50) { nodes { id state client { name } } } }",
    { until: new Date(Date.now() - 3_600_000).toISOString() },
  );
  const past = data.sessions.nodes.find((one) => one.state === "BOOKED");
  if (!past) throw new Error("every session was told already");
  await page.goto(`/harbor-light/app/sessions/${past.id}`);
  const hour = page.getByRole("region", { name: "The session itself" });
  await hour.getByRole("button", { name: `${past.client.name} could not come` }).click();
  await expect(hour.getByText(/A reminder to get in touch is on your list/)).toBeVisible();
  await page.goto("/harbor-light/app/home");
  await expect(page.getByText(`${past.client.name} could not come`).first()).toBeVisible();
  await page.goto(`/harbor-light/app/sessions/${past.id}`);
  await expect(hour.getByRole("button", { name: "Write down the times" })).toBeVisible();
});

test("nobody came to a client: the center hears of it at once, and it can be put right", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("robin");
  type Session = { id: string; state: string; counselor: { name: string }; client: { name: string } };
  const { data } = await graphql<{ data: { sessions: { nodes: Session[] } } }>(
    page,
    "query Past($until: DateTime!) { sessions(until: $until, state: BOOKED, newestFirst: true, first: 50) { nodes { id state counselor { name } client { name } } } }",
    { until: new Date(Date.now() - 86_400_000).toISOString() },
  );
  // Dana's is told by others.
  const past = data.sessions.nodes.find((one) => one.state === "BOOKED" && one.counselor.name !== "Dana Reyes");
  if (!past) throw new Error("every session was told already");
  const { name } = past.client;
  await page.goto(`/harbor-light/app/sessions/${past.id}`);
  const hour = page.getByRole("region", { name: "The session itself" });
  await expect(hour.getByText("Nobody has said yet how it went.")).toBeVisible();
  await hour.getByRole("button", { name: `Nobody came to ${name}` }).click();
  await expect(hour.getByText(`Nobody came to ${name}. A supervisor has it on their list.`)).toBeVisible();

  const home = await visit("robin");
  await home.goto("/harbor-light/app/home");
  const task = home.getByRole("listitem").filter({ hasText: `Nobody came to ${name}` });
  await expect(task).toContainText("They were there. Call them, say sorry, and make a time that holds.");

  // Somebody had come, and only forgot to say so.
  await hour.getByRole("button", { name: "Write down the times" }).click();
  await hour.getByLabel("Why you write it down now").fill("They met in another room");
  await hour.getByRole("button", { name: "Save" }).click();
  await expect(hour.getByText(/^Took place, /)).toBeVisible();
});
