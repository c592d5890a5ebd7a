import { randomUUID } from "node:crypto";
import { linkIn, mailTo, mark } from "./inbox";
import { addressOf } from "./people";
import { expect, graphql, phone, type Visit } from "./test";

type Members = { data: { counselors: Array<{ id: string; name: string }> } };

/** A new client of Dana's, who has come in by their invitation. Their life is empty: nothing else meets it. */
export async function newClient(visit: Visit, name: string, language: "EN" | "ES" = "EN") {
  const after = await mark();
  const admin = await visit("robin");
  const { data } = await graphql<Members>(admin, "query Counselors { counselors { id name } }");
  const dana = data.counselors.find((one) => one.name === "Dana Reyes");
  if (!dana) throw new Error("Dana is not there");
  const email = addressOf(name);
  const invited = await graphql<{ data: { inviteMember: { problems: unknown[] } } }>(
    admin,
    "mutation Invite($input: InviteMemberInput!) { inviteMember(input: $input) { problems { code message } } }",
    {
      input: {
        clientMutationId: randomUUID(),
        email,
        name,
        roles: ["CLIENT"],
        locale: language,
        counselorId: dana.id,
      },
    },
  );
  expect(invited.data.inviteMember.problems).toEqual([]);
  const invitation = await mailTo(email, after);
  const page = await visit(null, { ...phone, locale: language === "ES" ? "es-US" : "en-US" });
  await page.goto(linkIn(invitation, "/i/"));
  await page.locator("#locale").selectOption(language.toLowerCase());
  await page.locator("#zone").selectOption("America/New_York");
  await page.locator("form button.button").click();
  await page.waitForURL("**/me/today");
  // Whatever the hour: somebody who is awake, whom mail reaches at once.
  const clock = (hours: number) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: "America/New_York", hour: "2-digit", minute: "2-digit" }).format(
      Date.now() + hours * 3_600_000,
    );
  const awake = await graphql<{ data: { updateProfile: { problems: unknown[] } } }>(
    page,
    "mutation Awake($input: UpdateProfileInput!) { updateProfile(input: $input) { problems { code message } } }",
    { input: { quietFrom: clock(10), quietUntil: clock(14) } },
  );
  expect(awake.data.updateProfile.problems).toEqual([]);
  return { page, email, dana: dana.id, state: await page.context().storageState() };
}
