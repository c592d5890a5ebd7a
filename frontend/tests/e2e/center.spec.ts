import { codeIn, expectDiscreet, linkIn, mailTo, mark } from "./lib/inbox";
import { unique } from "./lib/people";
import { Taps } from "./lib/taps";
import { desk, expect, phone, settled, test } from "./lib/test";

test("a new center: signs up, gets ready and live in 25 clicks; invites a counselor and a client who come in", async ({
  visit,
  watch,
}) => {
  watch.allow(/status of 410/);
  test.setTimeout(180_000);
  const slug = `maple-${unique}`;
  const admin = `nadia.${unique}@maple.example`;
  let after = await mark();
  const page = await visit(null, { ...desk, timezoneId: "America/Chicago" });
  const taps = new Taps();

  await page.goto("/start");
  await page.getByLabel("Name of the center").fill("Maple House");
  await expect(page.getByLabel("Web address")).toHaveValue("maple-house");
  await page.getByLabel("Web address").fill(slug);
  await expect(page.getByLabel("Time zone")).toHaveValue("America/Chicago");
  await page.getByLabel("Your name").fill("Nadia Brooks");
  await page.getByLabel("Your email").fill(admin);
  // This founder only runs the center; the hours are somebody else's.
  await taps.on(page.getByText("I see clients too"));
  await taps.on(page.getByRole("button", { name: "Send me a code" }));
  await expect(page.getByLabel("Code")).toBeFocused();
  const mail = await mailTo(admin, after);
  expectDiscreet(mail);
  await page.keyboard.type(codeIn(mail));
  await taps.on(page.getByRole("button", { name: "Continue" }));

  // The checklist.
  await page.waitForURL(`**/${slug}/app/**`);
  await expect(page.getByText("0 of 5 done")).toBeVisible();
  await taps.on(page.getByRole("link", { name: "Start: Center details" }));
  await page.getByLabel("Phone").fill("+1 312 555 0170");
  await page.getByLabel("Address").fill("8 Orchard Lane, Chicago");
  await taps.on(page.getByRole("button", { name: "Save" }).first());
  await expect(page.getByText("Saved.").first()).toBeVisible();
  await page.getByLabel("On-call number").fill("+1 312 555 0188");
  await page.getByLabel("When somebody answers").fill("Every day, 9 AM to 9 PM");
  await taps.on(page.getByRole("region", { name: "Help numbers" }).getByRole("button", { name: "Save" }));
  await taps.on(page.getByRole("link", { name: "Checklist" }));
  await expect(page.getByText("2 of 5 done")).toBeVisible();
  await taps.on(page.getByRole("link", { name: "Start: First program" }));
  await page.getByLabel("Name of the program").fill("Evening program");
  await taps.on(page.getByRole("button", { name: "Add program" }));
  await expect(page.getByText("Program added.")).toBeVisible();

  // Hours are somebody's: a counselor is invited, comes in with a password of their own, and sets them.
  await taps.on(page.getByRole("link", { name: "Checklist" }));
  await taps.on(page.getByRole("link", { name: "Start: Weekly hours" }));
  await taps.on(page.getByRole("link", { name: "Invite a member" }));
  await page.getByRole("textbox", { name: "Email" }).fill(`jo.${unique}@maple.example`);
  await page.getByRole("textbox", { name: "Name" }).fill("Jo Lindgren");
  await expect(page.getByRole("checkbox", { name: /^Counselor / })).toBeChecked();
  after = await mark();
  await taps.on(page.getByRole("button", { name: "Send invitation" }));
  await expect(page.getByText("The invitation is on its way.")).toBeVisible();
  const invitation = await mailTo(`jo.${unique}@maple.example`, after);
  expectDiscreet(invitation);
  const counselor = await visit(null, desk);
  await counselor.goto(linkIn(invitation, "/i/"));
  await expect(counselor.getByRole("heading", { name: "You are invited to Maple House" })).toBeVisible();
  await counselor.locator("summary").click();
  await counselor.getByLabel("Password").fill("winter apple quiet road");
  await counselor.locator("#zone").selectOption("America/Chicago");
  await taps.on(counselor.getByRole("button", { name: "Accept and sign in" }));
  await counselor.waitForURL(`**/${slug}/app/home`);
  await taps.on(counselor.getByRole("link", { name: "My hours" }).first());
  await taps.on(counselor.getByText("Monday", { exact: true }));
  await taps.on(counselor.getByRole("button", { name: "Copy Monday to other days" }));
  await taps.on(counselor.getByRole("button", { name: "Copy", exact: true }));
  await taps.on(counselor.getByRole("button", { name: "Save changes" }));
  await expect(counselor.getByText("Saved. Clients see the new times.")).toBeVisible();

  // Leaving loses nothing.
  await page.goto(`/${slug}/app/home`);
  await expect(page.getByText("5 of 5 done")).toBeVisible();
  await taps.on(page.getByRole("button", { name: "Go live" }));
  await taps.on(page.getByRole("dialog").getByRole("button", { name: "Go live" }));
  await expect(page.getByText("Your center is live.")).toBeVisible();
  taps.atMost(25);

  // The link works once.
  const again = await visit(null, desk);
  await again.goto(linkIn(invitation, "/i/"));
  await expect(again.getByRole("heading", { name: "You are already in" })).toBeVisible();

  // The client is invited with a counselor and comes in.
  after = await mark();
  await page.goto(`/${slug}/app/members/invite?role=CLIENT`);
  await page.getByRole("textbox", { name: "Email" }).fill(`sol.${unique}@mail.example`);
  await page.getByRole("textbox", { name: "Name" }).fill("Sol Marten");
  await expect(page.getByRole("checkbox", { name: /^Client / })).toBeChecked();
  await page.getByLabel("Counselor", { exact: true }).last().selectOption({ label: "Jo Lindgren" });
  await page.getByLabel("Program").selectOption({ label: "Evening program" });
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("The invitation is on its way.")).toBeVisible();
  const clientMail = await mailTo(`sol.${unique}@mail.example`, after);
  expectDiscreet(clientMail);
  const client = await visit(null, { ...phone, timezoneId: "America/Chicago" });
  await client.goto(linkIn(clientMail, "/i/"));
  await client.getByRole("button", { name: "Accept and sign in" }).tap();
  await client.waitForURL(`**/${slug}/me/today`);
  await settled(client);
  await expect(client.getByRole("link", { name: "Book time with Jo" })).toBeVisible();
  await client.getByRole("link", { name: "Get help now" }).tap();
  await expect(client.getByRole("link", { name: "Call +1 312 555 0188" })).toBeVisible();
});

test("an invitation can be taken back and sent again", async ({ visit, watch }) => {
  test.setTimeout(90_000);
  const email = `kai.${unique}@harbor.example`;
  const page = await visit("robin");
  let after = await mark();
  await page.goto("/harbor-light/app/members/invite");
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByRole("textbox", { name: "Name" }).fill("Kai Sommer");
  await page.getByText("Auditor", { exact: true }).click();
  await page.getByRole("button", { name: "Send invitation" }).click();
  const first = linkIn(await mailTo(email, after), "/i/");
  await page.getByRole("searchbox").fill("Kai");
  after = await mark();
  await page.getByRole("button", { name: "More for Kai Sommer" }).click();
  await page.getByRole("menuitem", { name: "Send the invitation again" }).click();
  await expect(page.getByText(/^The invitation is on its way again/)).toBeVisible();
  const second = linkIn(await mailTo(email, after), "/i/");
  watch.allow(/status of 410|status of 404/);
  const guest = await visit(null, desk);
  await guest.goto(first);
  await expect(guest.getByRole("heading", { name: "This link has had its time" })).toBeVisible();
  await guest.goto(second);
  await expect(guest.getByRole("heading", { name: "You are invited to Harbor Light Center" })).toBeVisible();
  await page.getByRole("button", { name: "More for Kai Sommer" }).click();
  await page.getByRole("menuitem", { name: "Withdraw the invitation" }).click();
  await page.getByRole("button", { name: "Withdraw the invitation" }).click();
  await expect(page.getByText("The invitation is withdrawn.")).toBeVisible();
  await guest.reload();
  await expect(guest.getByRole("heading", { name: "This link has had its time" })).toBeVisible();
  await guest.goto("/i/not-a-token-at-all");
  await expect(guest.getByRole("heading", { name: /This link has had its time|Page not found/ })).toBeVisible();
});

test("what is wrong in the sign-up stands beside its field, and nothing typed is lost", async ({ visit, watch }) => {
  watch.allow(/status of 422/);
  const page = await visit(null, phone);
  await page.goto("/start");
  await page.getByLabel("Name of the center").fill("Second Harbor");
  await page.getByLabel("Web address").fill("harbor-light");
  await page.getByLabel("Your name").fill("Ines Roth");
  await page.getByLabel("Your email").fill("ines@second.example");
  await page.getByRole("button", { name: "Send me a code" }).tap();
  await expect(page.getByRole("alert")).toContainText("There is a problem");
  await expect(page.getByLabel("Web address")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Your name")).toHaveValue("Ines Roth");
  await expect(page).toHaveTitle(/^Error:/);
});
