import type { Answers } from "./harness";

const page = { hasNextPage: false, endCursor: null };

const alias = (id: string, name: string, changes: Record<string, unknown> = {}) => ({
  __typename: "GroupPerson",
  id: `person:${id}`,
  alias: name,
  pronouns: null,
  facilitates: false,
  me: false,
  ...changes,
});
const marcus = alias("1", "Marcus", { facilitates: true, pronouns: "he/him" });
export function meeting(id: string, startsAt: string, changes: Record<string, unknown> = {}) {
  return {
    __typename: "Meeting",
    id,
    startsAt,
    endsAt: new Date(Date.parse(startsAt) + 60 * 60_000).toISOString(),
    zone: "America/New_York",
    mode: "ONLINE",
    state: "SCHEDULED",
    topic: null,
    location: null,
    joinsFrom: new Date(Date.parse(startsAt) - 15 * 60_000).toISOString(),
    movedFrom: null,
    cancelReason: null,
    holder: marcus,
    myAttendance: null,
    group: { id: "group:1", name: "Evening group", state: "ACTIVE" },
    ...changes,
  };
}
export const place = (state: string, changes: Record<string, unknown> = {}) => ({
  __typename: "Membership",
  id: `membership:${state}`,
  state,
  alias: "Quiet Heron",
  pronouns: null,
  placeInLine: state === "WAITLISTED" ? 3 : null,
  offeredUntil: null,
  mustReadAgreement: false,
  whenQuiet: "NOTHING",
  reminders: true,
  pausedUntil: null,
  joinedAt: "2026-10-01T15:00:00Z",
  leftBecause: null,
  removalReason: null,
  canAppeal: false,
  appealDeclined: false,
  unread: state === "ACTIVE" ? 3 : 0,
  ...changes,
});
export const tonight = meeting("meeting:1", "2026-11-22T22:15:00Z", { topic: "Asking for help" });
export const justOver = meeting("meeting:0", "2026-11-22T20:00:00Z", {
  state: "HELD",
  myAttendance: { status: "PRESENT" },
  group: { id: "group:5", name: "Afternoon circle", state: "ACTIVE" },
});
export const group = (id: string, name: string, changes: Record<string, unknown> = {}) => ({
  __typename: "Group",
  id,
  name,
  about: "For anybody who wants company after work.\nYou can just listen.",
  access: "OPEN",
  format: "ROUND_ROBIN",
  pathways: ["SECULAR", "MINDFULNESS"],
  audience: ["WOMEN", "VETERANS"],
  languages: ["en", "es"],
  accessibility: ["WHEELCHAIR", "CAPTIONS"],
  mode: "ONLINE",
  state: "ACTIVE",
  chat: true,
  chatDays: 30,
  full: false,
  location: null,
  joinPhone: null,
  size: { least: 8, most: 12 },
  facilitators: [marcus],
  agreement: { version: 2, lines: ["What is said here stays here.", "We speak about ourselves.", "Anybody may pass."] },
  breaks: [],
  nextMeetings: [tonight, meeting("meeting:2", "2026-11-29T22:15:00Z"), meeting("meeting:3", "2026-12-06T22:15:00Z")],
  myMembership: null as ReturnType<typeof place> | null,
  ...changes,
});
export const groups = [
  group("group:1", "Evening group", {
    myMembership: place("ACTIVE"),
    breaks: [{ id: "break:1", from: "2026-12-21", until: "2027-01-03", reason: "Holidays" }],
  }),
  group("group:2", "Morning walk and talk with a rather long name for a small screen", {
    full: true,
    mode: "IN_PERSON",
    location: "12 Harbor Street",
    audience: [],
  }),
  group("group:3", "Book study", { access: "CLOSED", myMembership: place("WAITLISTED") }),
  group("group:4", "Open door", {
    myMembership: place("REMOVED", { removalReason: "You told somebody's name.", canAppeal: true }),
  }),
];
export const message = (id: string, at: string, changes: Record<string, unknown> = {}) => ({
  __typename: "ChatMessage",
  id,
  author: alias("7", "Tall Reed"),
  body: "Good evening, all.",
  state: "SENT",
  folded: false,
  sentAt: at,
  editedAt: null,
  replyTo: null,
  reactions: [],
  mine: false,
  canEdit: false,
  canDelete: false,
  flaggedByMe: false,
  ...changes,
});
export const messages = [
  message("message:1", "2026-11-21T15:00:00Z", { reactions: [{ reaction: "WITH_YOU", count: 2, mine: true }] }),
  message("message:2", "2026-11-22T15:00:00Z", { author: marcus, body: "Tonight we talk about asking for help." }),
  message("message:3", "2026-11-22T16:00:00Z", {
    author: alias("me", "Quiet Heron", { me: true }),
    mine: true,
    canEdit: true,
    canDelete: true,
    state: "EDITED",
    body: "I will be there.",
    replyTo: { id: "message:2", author: marcus, excerpt: "Tonight we talk about asking for help." },
  }),
  message("message:4", "2026-11-22T17:00:00Z", { body: null, state: "DELETED" }),
  message("message:5", "2026-11-22T18:00:00Z", { body: null, folded: true }),
];
export const floor = {
  meetingId: "meeting:1",
  steps: [
    { key: "WELCOME", title: "Welcome", minutes: 5, text: null },
    { key: "ROUND", title: "Round", minutes: 40, text: "Each in turn. You can pass." },
    { key: "CLOSE", title: "Closing", minutes: 5, text: null },
  ],
  step: 1,
  stepBeganAt: "2026-11-22T22:00:00Z",
  paused: false,
  spentSeconds: 0,
  turns: [alias("7", "Tall Reed"), alias("me", "Quiet Heron", { me: true }), alias("9", "Moss")],
  turn: 1,
  turnBeganAt: "2026-11-22T22:08:00Z",
  turnSeconds: 180,
  passed: [alias("7", "Tall Reed")],
};
const proof = (id: string, changes: Record<string, unknown> = {}) => ({
  id,
  recipient: "Probation office",
  createdAt: "2026-11-01T15:00:00Z",
  expiresAt: "2026-12-01T15:00:00Z",
  revokedAt: null,
  views: 2,
  facts: {
    name: null,
    center: null,
    from: "2026-10-01",
    until: "2026-10-31",
    groups: ["Evening group"],
    count: 4,
    minutes: null,
    meetings: [],
  },
  ...changes,
});
export const myMemberships = [{ ...place("ACTIVE"), group: groups[0] }];

/** What waits for a word of the viewer's, or is news of a place. */
export const waiting = [
  { ...place("WAITLISTED", { offeredUntil: "2026-11-24T15:00:00Z" }), group: { id: "group:3", name: "Book study" } },
  { ...place("INVITED", { alias: null }), group: { id: "group:6", name: "Sunday walk" } },
  { ...place("ACTIVE", { mustReadAgreement: true }), group: { id: "group:1", name: "Evening group" } },
  { ...place("PAUSED"), group: { id: "group:7", name: "Night owls" } },
  { ...place("LEFT", { leftBecause: "NOT_NOW" }), group: { id: "group:8", name: "Reading room" } },
  // Asked under a name that somebody there has already.
  { ...place("INVITED", { id: "membership:let-in" }), group: { id: "group:9", name: "Early birds" } },
];

const past = (id: string, startsAt: string, changes: Record<string, unknown> = {}) => ({
  meetingId: `meeting:${id}`,
  groupId: "group:1",
  groupName: "Evening group",
  startsAt,
  zone: "America/New_York",
  attendance: { status: "PRESENT" },
  notes: [],
  ...changes,
});
const listing = (id: string, name: string, changes: Record<string, unknown> = {}) => ({
  id: `listing:${id}`,
  name,
  days: ["TUESDAY", "THURSDAY"],
  starts: "19:00:00",
  ends: "20:00:00",
  zone: "America/New_York",
  types: [
    { code: "O", name: "Open" },
    { code: "D", name: "Discussion" },
  ],
  mode: "IN_PERSON",
  address: "40 Wharf Street, Portland, ME",
  approximate: false,
  region: "Portland",
  location: "Parish hall",
  notes: "Ring at the side door.",
  conferenceUrl: null,
  conferencePhone: null,
  url: "https://meetings.example/1",
  source: "Coast meetings",
  ...changes,
});
const listings = [
  listing("1", "Wharf Street discussion"),
  listing("2", "Early birds online, with a name that goes on for a good while", {
    days: [],
    starts: null,
    ends: null,
    mode: "ONLINE",
    address: null,
    location: null,
    approximate: true,
    conferenceUrl: "https://rooms.example/early",
    conferencePhone: "+1 555-010-7788",
    zone: "America/Los_Angeles",
  }),
];
const point = (month: string, counselors: number, inGroups: number, facilitators: number) => ({
  month,
  ties: counselors + inGroups + facilitators,
  counselors,
  groups: inGroups,
  facilitators,
});
const circle = {
  since: [point("2026-09-01", 1, 0, 0), point("2026-10-01", 1, 1, 1), point("2026-11-01", 1, 2, 3)],
  counselors: [
    {
      member: { id: "member:dana", name: "Dana Whitfield", roles: ["COUNSELOR"] },
      since: "2026-09-03T15:00:00Z",
      until: null,
    },
    {
      member: { id: "member:lee", name: "Lee Park", roles: ["PEER_MENTOR"] },
      since: "2026-06-03T15:00:00Z",
      until: "2026-09-03T15:00:00Z",
    },
  ],
  groups: [
    {
      groupId: "group:1",
      name: "Evening group",
      alias: "Quiet Heron",
      size: { least: 8, most: 12 },
      facilitators: [marcus],
      since: "2026-10-01T15:00:00Z",
      until: null,
    },
    {
      groupId: "group:9",
      name: "Steps at noon",
      alias: "Moss",
      size: { least: 5, most: 9 },
      facilitators: [],
      since: "2026-10-01T15:00:00Z",
      until: "2026-11-01T15:00:00Z",
    },
  ],
};

export const groupAnswers: Answers = {
  MyGroups: {
    myMemberships: groups.flatMap((one) => (one.myMembership ? [{ ...one.myMembership, group: one }] : [])),
  },
  BrowseGroups: { groups: { nodes: groups, pageInfo: page } },
  OneGroup: ({ id }: Record<string, unknown>) => ({ group: groups.find((one) => one.id === id) ?? null }),
  ChatPage: {
    chatMessages: {
      nodes: messages,
      pageInfo: { hasPreviousPage: false, startCursor: null },
      keptDays: 30,
      mustReadAgreement: false,
      readUntil: "message:1",
    },
  },
  MarkChatRead: { markChatRead: { problems: [] } },
  RoomMeeting: {
    meeting: {
      ...tonight,
      state: "LIVE",
      group: { id: "group:1", name: "Evening group", agreement: groups[0]?.agreement },
    },
  },
  RoomFloor: { floor },
  Proofs: {
    attendanceProofs: {
      nodes: [proof("proof:1"), proof("proof:2", { revokedAt: "2026-11-10T15:00:00Z", views: 0 })],
      pageInfo: page,
    },
  },
  ProofGroups: { viewer: { today: "2026-11-22" }, myMemberships },
  AfterMeeting: {
    myPulse: { belonged: 4, heard: 3, comeBack: 4 },
    meetingNotes: [{ id: "note:1", body: "We talked about asking for help.", authorAlias: "Marcus", person: null }],
  },
  ScheduleMeetings: {
    meetings: {
      nodes: [tonight, meeting("meeting:4", "2026-11-23T22:15:00Z", { state: "CANCELLED" })],
      pageInfo: page,
    },
  },
  PastMeetings: {
    clientMeetings: {
      nodes: [
        past("8", "2026-11-15T22:15:00Z", {
          notes: [
            { shared: true, body: "We talked about asking for help." },
            { shared: false, body: "You told us about your new job." },
          ],
        }),
        past("7", "2026-11-08T22:15:00Z", { attendance: { status: "EXCUSED" } }),
      ],
      pageInfo: page,
    },
  },
  AnyListing: { listings: { nodes: [{ id: "listing:1" }] } },
  Listings: ({ filter }: Record<string, unknown>) => {
    const { search, day } = (filter ?? {}) as { search?: string; day?: string };
    const nodes = listings.filter(
      (one) =>
        (!search || one.name.toLowerCase().includes(search)) && (!day || (one.days as readonly string[]).includes(day)),
    );
    return { listings: { nodes, pageInfo: page } };
  },
  Circle: { circle },
};

export const groupPages = [
  "/harbor/me/groups",
  "/harbor/me/groups/group:1",
  "/harbor/me/groups/group:1/place",
  "/harbor/me/groups/group:1/chat",
  "/harbor/me/groups/group:2",
  "/harbor/me/groups/group:2/join",
  "/harbor/me/groups/group:4",
  "/harbor/me/groups/meetings/meeting:1",
  "/harbor/me/groups/group:3/place",
  "/harbor/me/groups/nearby",
  "/harbor/me/people/circle",
];
