import { randomUUID } from "node:crypto";
import { codeIn, mailTo, mark } from "./lib/inbox";
import { operatorEmail } from "./lib/people";
import { desk, expect, graphql, phone, settled, test } from "./lib/test";

test("the operator lists centers, suspends one and resumes it; its people read, and help stays", async ({
  visit,
  watch,
}) => {
  test.setTimeout(120_000);
  watch.allow(/status of 40[13]/);
  const ops = await visit(null, desk);
  const after = await mark();
  await ops.goto("/ops");
  await expect(ops).toHaveURL(/\/ops\/sign-in/);
  await ops.getByLabel("Email").fill(operatorEmail);
  await ops.getByRole("button", { name: "Send me a code" }).click();
  await ops.getByLabel("Code").fill(codeIn(await mailTo(operatorEmail, after)));
  await ops.getByRole("button", { name: "Continue" }).click();
  await settled(ops);
  const row = ops.getByRole("row", { name: /Sierra Commons/ });
  await expect(row).toContainText("Live");
  // Counts are rounded, and nobody has a name here.
  await expect(ops.locator("main")).not.toContainText(/Rosa|Joaquín|Elena|@/);

  await ops.getByRole("searchbox").fill("sierra");
  await expect(ops.getByRole("row", { name: /Harbor Light/ })).toHaveCount(0);
  await ops.getByRole("button", { name: "Suspend: Sierra Commons" }).click();
  await ops.getByRole("button", { name: "Suspend center" }).click();
  await expect(ops.getByText("Enter a reason").first()).toBeVisible();
  await ops.getByLabel("Reason").fill("The bill is being cleared up");
  await ops.getByRole("button", { name: "Suspend center" }).click();
  await expect(row).toContainText("Suspended");
  try {
    const client = await visit("rosa", phone);
    await client.goto("/sierra-commons/me/today");
    await settled(client);
    const refused = await graphql<{ data: { createProgram: { problems: Array<{ code: string; message: string }> } } }>(
      await visit("elena", desk),
      "mutation Add($input: CreateProgramInput!) { createProgram(input: $input) { problems { code message } } }",
      { input: { clientMutationId: randomUUID(), name: "Nights" } },
    );
    expect(refused.data.createProgram.problems).toHaveLength(1);
    await client.getByRole("link", { name: "Reservar con Joaquín" }).tap();
    await client.getByRole("list", { name: "Próximas horas" }).getByRole("button").last().tap();
    await client.getByRole("button", { name: /^Reservar / }).tap();
    await expect(client.getByText(/pausa/i).first()).toBeVisible();
    const guest = await visit(null, phone);
    await guest.goto("/sierra-commons/help");
    await expect(guest.getByRole("link", { name: "Call 988" })).toBeVisible();
    await guest.goto("/sierra-commons/sign-in");
    await expect(guest.getByText("This center is paused.")).toBeVisible();
  } finally {
    await ops.getByRole("button", { name: "Resume: Sierra Commons" }).click();
    await ops.getByRole("button", { name: "Resume center" }).click();
    await expect(row).toContainText("Live");
  }
  await ops.getByRole("button", { name: "Sign out" }).click();
  await expect(ops).toHaveURL(/\/ops\/sign-in/);
});
