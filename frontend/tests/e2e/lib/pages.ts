import { createHash, randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { Known } from "./people";
import { expect, graphql } from "./test";

/** Pages that nobody signs in for. */
export const publicPages = (slug: string) => [
  "/",
  "/start",
  "/safety",
  "/privacy",
  "/help",
  `/${slug}`,
  `/${slug}/sign-in`,
  `/${slug}/help`,
  "/ops/sign-in",
];

/** Every page with a fixed address, by who sees it: a new page comes into one of these lists. */
export const inEnglish: Partial<Record<Known, string[]>> = {
  ana: [
    "me/today",
    "me/schedule",
    "me/schedule?view=past",
    "me/schedule/waiting",
    "me/book",
    "me/book/series",
    "me/book/wait",
    "me/sooner",
    "me/people",
    "me/people/circle",
    "me/groups",
    "me/groups?mode=IN_PERSON&day=MONDAY",
    "me/groups/nearby",
    "me/documents",
    "me/tools",
    "me/tools?shelf=FAVOURITES",
    "me/program",
    "me/mentor",
    "me/mentor/find",
    "me/mentor/become",
    "me/settings",
    "me/settings/profile",
    "me/settings/reminders",
    "me/settings/calendar",
    "me/settings/privacy",
    "me/settings/proofs",
    "me/settings/sharing",
  ],
  dana: [
    "app/home",
    "app/calendar?view=week",
    "app/calendar?view=agenda",
    "app/clients",
    "app/clients?quiet=true&sort=last-contact",
    "app/programs",
    "app/availability",
    "app/waiting",
    "app/covering",
    "app/outcomes",
    "app/account",
    "app/account?part=calendar",
    "app/book",
    "app/mentorship/library",
    "app/mentorship/library/new",
  ],
  robin: [
    "app/home",
    "app/calendar?view=day",
    "app/waiting",
    "app/covering?over=true",
    "app/outcomes",
    "app/clients",
    "app/members",
    "app/members/invite",
    "app/admin/setup",
    "app/admin/center",
    "app/admin/programs",
    "app/admin/session-types",
    "app/admin/services",
    "app/admin/services?show=waiting",
    "app/admin/services?show=waiting&missing=COVERAGE",
    "app/admin/services?show=voided",
    "app/admin/services/payers",
    "app/admin/services/sent",
    "app/admin/tokens",
    "app/admin/audit",
    "app/mentorship",
    "app/mentorship?view=suggested",
    "app/mentorship?view=active",
    "app/mentorship/support",
    "app/mentorship/program",
    "app/mentorship/mentors",
    "app/mentorship/conflicts",
    "app/mentorship/library",
    "app/mentorship/library?shelf=REVIEW",
  ],
};
export const inSpanish: Partial<Record<Known, string[]>> = {
  rosa: inEnglish.ana,
  joaquin: inEnglish.dana,
  elena: inEnglish.robin,
};

/** Pages whose addresses hold an id. */
export async function ownPages(page: Page, who: Known): Promise<string[]> {
  if (who === "robin" || who === "elena") return await programPages(page);
  const portal = who === "ana" || who === "rosa";
  type Found = {
    data: {
      sessions: { nodes: Array<{ id: string; client: { id: string } }> };
      viewer: { counselors: Array<{ id: string }> };
    };
  };
  const { data } = await graphql<Found>(
    page,
    "query Own($from: DateTime!) { sessions(from: $from, state: BOOKED, first: 5) { nodes { id client { id } } } viewer { counselors { id } } }",
    { from: new Date().toISOString() },
  );
  const last = data.sessions.nodes.at(-1);
  if (!last) throw new Error("nothing is booked");
  if (!portal)
    return [
      `app/sessions/${last.id}`,
      ...(await hourPages(page)),
      await coveredPage(page, last.id),
      ...["overview", "program", "sessions", "notes", "documents"].map((tab) => `app/clients/${last.client.id}/${tab}`),
    ];
  return [
    `me/schedule/${last.id}`,
    `me/schedule/${last.id}/change`,
    `me/book?with=${data.viewer.counselors[0]?.id}`,
    ...(await groupPages(page)),
  ];
}

/** An absence that people were asked about: one over the given session, if there is none yet. */
async function coveredPage(page: Page, sessionId: string): Promise<string> {
  type Coverings = { data: { coverings: { nodes: Array<{ id: string }> } } };
  const find = async () =>
    (await graphql<Coverings>(page, "query Away { coverings { nodes { id } } }")).data.coverings.nodes[0]?.id;
  type Found = { data: { session: { startsAt: string; endsAt: string; zone: string; counselor: { id: string } } } };
  const one = "query One($id: ID!) { session(id: $id) { startsAt endsAt zone counselor { id } } }";
  if (!(await find())) {
    const { session } = (await graphql<Found>(page, one, { id: sessionId })).data;
    const wall = (at: string) =>
      new Intl.DateTimeFormat("sv-SE", { timeZone: session.zone, dateStyle: "short", timeStyle: "short" })
        .format(Date.parse(at))
        .replace(" ", "T");
    const input = {
      clientMutationId: randomUUID(),
      counselorId: session.counselor.id,
      localStart: wall(session.startsAt),
      localEnd: wall(session.endsAt),
    };
    await graphql(
      page,
      "mutation Away($input: CoverAbsenceInput!) { coverAbsence(input: $input) { problems { code } } }",
      { input },
    );
  }
  const id = await find();
  if (!id) throw new Error("nobody is away");
  return `app/covering/${id}`;
}

/** A session that is over and of which nobody has told yet how it went, and its note. */
async function hourPages(page: Page): Promise<string[]> {
  type Found = { data: { sessions: { nodes: Array<{ id: string }> } } };
  const { data } = await graphql<Found>(
    page,
    "query Over($until: DateTime!) { sessions(until: $until, state: BOOKED, newestFirst: true, first: 1) { nodes { id } } }",
    { until: new Date(Date.now() - 7_200_000).toISOString() },
  );
  const [over] = data.sessions.nodes;
  if (!over) throw new Error("nothing is over");
  return [`app/sessions/${over.id}`, `app/sessions/${over.id}/note`];
}

/** What an admin sees of programs: one with everybody on their way, planned, and somebody who begins or leaves. */
async function programPages(page: Page): Promise<string[]> {
  type Found = {
    data: {
      programs: Array<{ id: string; waiting: number }>;
      clients: { nodes: Array<{ id: string; enrollment: { id: string } | null }> };
    };
  };
  const { data } = await graphql<Found>(
    page,
    "query Running { programs { id waiting } clients(filter: { states: [ACTIVE] }, first: 1) { nodes { id enrollment { id } } } }",
  );
  const program = data.programs.find((one) => one.waiting > 0)?.id ?? data.programs[0]?.id;
  const [client] = data.clients.nodes;
  if (!program || !client?.enrollment) throw new Error("no program to look at");
  return [
    "app/programs",
    ...["", "?state=INTAKE", "?state=ACTIVE", "?state=AFTERCARE"].map((part) => `app/programs/${program}${part}`),
    `app/programs/begin?program=${program}`,
    ...["", "?part=phases", "?part=cohorts", "?part=intake"].map((part) => `app/admin/programs/${program}${part}`),
    `app/clients/${client.id}/program`,
    `app/enrollments/${client.enrollment.id}/discharge`,
  ];
}

/** A group one is in, one that one can join, and a meeting. */
async function groupPages(page: Page): Promise<string[]> {
  type Found = {
    data: {
      myMemberships: Array<{ group: { id: string; chat: boolean } }>;
      groups: { nodes: Array<{ id: string; myMembership: unknown }> };
      meetings: { nodes: Array<{ id: string }> };
    };
  };
  const { data } = await graphql<Found>(
    page,
    "query OwnGroups { myMemberships { group { id chat } } groups(filter: { state: ACTIVE }) { nodes { id myMembership { id } } } meetings(mine: true, first: 1) { nodes { id } } }",
  );
  const mine = data.myMemberships.find((one) => one.group.chat)?.group.id;
  const other = data.groups.nodes.find((one) => !one.myMembership)?.id;
  const [meeting] = data.meetings.nodes;
  if (!mine || !other || !meeting) throw new Error("no group to look at");
  return [
    `me/groups/${mine}`,
    `me/groups/${mine}/chat`,
    `me/groups/${mine}/place`,
    `me/groups/${other}`,
    `me/groups/${other}/join`,
    `me/groups/meetings/${meeting.id}`,
  ];
}

type Groups = { data: { groups: { nodes: Array<{ id: string; canHold: boolean }> } } };
const GROUPS = "query AllGroups { groups { nodes { id canHold } } }";

/** What somebody sees who holds a group. */
export async function heldPages(page: Page): Promise<string[]> {
  const group = (await graphql<Groups>(page, GROUPS)).data.groups.nodes.find((one) => one.canHold)?.id;
  type Found = { data: { meetings: { nodes: Array<{ id: string }> } } };
  const query =
    "query Over($id: ID!, $now: DateTime!) { meetings(groupId: $id, until: $now, order: LATEST_FIRST, first: 1) { nodes { id } } }";
  const found = await graphql<Found>(page, query, { id: group, now: new Date().toISOString() });
  const [meeting] = found.data.meetings.nodes;
  if (!group || !meeting) throw new Error("no meeting was held");
  return [
    ...["meetings", "people", "chat", "sheet", "holders", "agreement", "report"].map(
      (part) => `app/groups/${group}/${part}`,
    ),
    ...["", "?view=roster", "?view=notes"].map((view) => `app/groups/${group}/meetings/${meeting.id}${view}`),
    "app/inbox",
    "app/inbox?view=requests",
    "app/inbox?view=handled",
  ];
}

/** What somebody sees who plans groups, with a list of others that was looked at. */
export async function plannedPages(page: Page): Promise<string[]> {
  const [group] = (await graphql<Groups>(page, GROUPS)).data.groups.nodes;
  if (!group) throw new Error("no group");
  return [
    "app/groups",
    "app/groups?state=DRAFT",
    "app/groups?state=CLOSED&mode=HYBRID&day=MONDAY",
    "app/groups/new",
    ...["holders", "settings"].map((part) => `app/groups/${group.id}/${part}`),
    "app/admin/listings",
    "app/admin/listings/new",
    `app/admin/listings/${await broughtIn(page)}`,
    "app/admin/listings/nearby",
    "app/admin/listings/nearby?removed=true",
  ];
}

/** A list of others, checked and listed. */
async function broughtIn(page: Page): Promise<string> {
  const place = { timezone: "America/New_York", formatted_address: "12 Quay Street, Portland, ME 04101, USA" };
  const rows = [
    { ...place, slug: "lighthouse", name: "Lighthouse", day: 2, time: "18:30", types: ["O", "ZZ"] },
    { ...place, slug: "late", name: "Late", day: 2, time: "half past six" },
  ];
  const bytes = Buffer.from(JSON.stringify(rows));
  type Made = {
    data: {
      createFeedImport: {
        feedImport: { id: string };
        upload: { url: string; headers: Array<{ name: string; value: string }> };
      };
    };
  };
  const { data } = await graphql<Made>(
    page,
    "mutation Bring($input: CreateFeedImportInput!) { createFeedImport(input: $input) { feedImport { id } upload { url headers { name value } } } }",
    {
      input: {
        clientMutationId: randomUUID(),
        source: "Casco Bay Intergroup",
        size: bytes.length,
        sha256: createHash("sha256").update(bytes).digest("base64"),
      },
    },
  );
  const { feedImport, upload } = data.createFeedImport;
  const headers = Object.fromEntries(upload.headers.map((header) => [header.name, header.value]));
  expect((await page.request.put(upload.url, { headers, data: bytes })).ok()).toBe(true);
  const step = async (name: string, state: string) => {
    await graphql(page, `mutation Step($id: ID!) { ${name}(feedImportId: $id) { problems { code } } }`, feedImport);
    await expect
      .poll(async () => {
        type Now = { data: { feedImport: { state: string } } };
        const now = await graphql<Now>(page, "query Now($id: ID!) { feedImport(id: $id) { state } }", feedImport);
        return now.data.feedImport.state;
      })
      .toBe(state);
  };
  await step("completeFeedImport", "CHECKED");
  await step("applyFeedImport", "APPLIED");
  return feedImport.id;
}
