import type { Setting } from "./harness";

export const now = "2026-11-22T22:10:00Z"; // Sunday, 5:10 PM in New York
const dana = { __typename: "Member", id: "member:dana", name: "Dana Whitfield", pronouns: "she/her" };
const ana = { __typename: "Member", id: "member:ana", name: "Ana Reyes" };

export function session(id: string, startsAt: string, changes: Record<string, unknown> = {}) {
  const endsAt = new Date(Date.parse(startsAt) + 45 * 60_000).toISOString();
  return {
    __typename: "Session",
    id,
    startsAt,
    endsAt,
    zone: "America/New_York",
    minutes: 45,
    place: "ONLINE",
    location: null,
    joinUrl: null,
    joinOpensAt: new Date(Date.parse(startsAt) - 15 * 60_000).toISOString(),
    state: "BOOKED",
    version: 1,
    canChange: true,
    changeableUntil: new Date(Date.parse(startsAt) - 24 * 3_600_000).toISOString(),
    cancelReason: null,
    counselor: dana,
    client: ana,
    cancelledBy: null,
    ...changes,
  };
}
export const slot = (startsAt: string, minutes = 45) => ({
  startsAt,
  endsAt: new Date(Date.parse(startsAt) + minutes * 60_000).toISOString(),
  zone: "America/New_York",
  minutes,
});

const soon = session("session:1", "2026-11-22T22:20:00Z", { joinUrl: "https://meet.example.org/r/1" });
const later = session("session:2", "2026-11-26T21:30:00Z", {
  place: "IN_PERSON",
  location: "12 Harbor Street, room 3",
});
const past = session("session:3", "2026-11-12T21:30:00Z", { canChange: false });
const cancelled = session("session:4", "2026-11-10T21:30:00Z", {
  state: "CANCELLED",
  canChange: false,
  cancelledBy: dana,
});
const all = [soon, later, past, cancelled];

const viewer = {
  now,
  today: "2026-11-22",
  hasPassword: true,
  stepUpUntil: now,
  permissions: ["BOOK_FOR_SELF"],
  account: {
    email: "ana@example.org",
    locale: "EN",
    zone: "America/New_York",
    member: { ...ana, pronouns: "she/her", roles: ["CLIENT"] },
  },
  reminders: { sessionReminders: true, quietFrom: "21:00", quietUntil: "08:00" },
  counselors: [dana],
};
const documentOf = (id: string, name: string, contentType: string, changes: Record<string, unknown> = {}) => ({
  __typename: "Document",
  id,
  name,
  contentType,
  size: 1_482_000,
  state: "READY",
  rejection: null,
  uploadedAt: "2026-11-20T15:00:00Z",
  canDelete: true,
  scanned: true,
  uploadedBy: ana,
  session: null,
  ...changes,
});
const documents = [
  documentOf("document:1", "Insurance letter.pdf", "application/pdf", { uploadedBy: dana, canDelete: false }),
  documentOf("document:2", "Photo of my work schedule for December and January.jpg", "image/jpeg", {
    state: "CHECKING",
  }),
  documentOf("document:3", "setup.exe", "application/octet-stream", { state: "REJECTED", rejection: "TYPE" }),
];
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
    canJoinNow: false,
    movedFrom: null,
    cancelReason: null,
    holder: marcus,
    myAttendance: null,
    group: { id: "group:1", name: "Evening group" },
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
  removalReason: null,
  canAppeal: false,
  unread: state === "ACTIVE" ? 3 : 0,
  ...changes,
});
const tonight = meeting("meeting:1", "2026-11-22T22:15:00Z", { topic: "Asking for help" });
const justOver = meeting("meeting:0", "2026-11-22T20:00:00Z", {
  state: "HELD",
  myAttendance: { status: "PRESENT" },
  group: { id: "group:5", name: "Afternoon circle" },
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
  nextMeetings: [tonight, meeting("meeting:2", "2026-11-29T22:15:00Z"), meeting("meeting:3", "2026-12-06T22:15:00Z")],
  myMembership: null as ReturnType<typeof place> | null,
  ...changes,
});
const groups = [
  group("group:1", "Evening group", { myMembership: place("ACTIVE") }),
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
const message = (id: string, at: string, changes: Record<string, unknown> = {}) => ({
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
const messages = [
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
const floor = {
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
  },
  ...changes,
});
const soonTimes = ["2026-11-24T15:00:00Z", "2026-11-26T21:30:00Z", "2026-11-27T19:00:00Z"].map((at) => slot(at));
const manyTimes = ["2026-11-24", "2026-11-26", "2026-11-27", "2026-12-01"].flatMap((date) =>
  ["14:00", "14:30", "15:00", "18:00", "18:30", "21:30", "22:30"].map((time) => slot(`${date}T${time}:00Z`)),
);

export const portal: Setting = {
  audience: "portal",
  now,
  boot: {
    base: "/harbor",
    center: {
      name: "Harbor House",
      slug: "harbor",
      zone: "America/New_York",
      helpLine: { phone: "555-010-4400", hours: "24/7" },
      phone: "555-010-4477",
    },
    viewer: {
      id: "member:ana",
      name: "Ana Reyes",
      roles: ["CLIENT"],
      permissions: ["BOOK_FOR_SELF"],
      email: "ana@example.org",
      zone: "America/New_York",
    },
    today: "2026-11-22",
  },
  answers: {
    Today: { viewer, sessions: { nodes: [soon, later] }, meetings: { nodes: [] } },
    BookPage: { viewer, sessions: { nodes: all } },
    NextSlots: { nextSlots: soonTimes },
    Slots: { slots: manyTimes },
    OneSession: ({ id }: Record<string, unknown>) => ({ viewer, session: all.find((one) => one.id === id) ?? null }),
    Schedule: { sessions: { nodes: all, pageInfo: page } },
    People: {
      viewer,
      myMemberships: groups.slice(0, 1).map((one) => ({ ...place("ACTIVE"), group: one })),
    },
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
    ProofGroups: { viewer, myMemberships: [{ ...place("ACTIVE"), group: groups[0] }] },
    AfterMeeting: {
      myPulse: { belonged: 4, heard: 3, comeBack: 4 },
      meetingNotes: [{ id: "note:1", body: "We talked about asking for help.", authorAlias: "Marcus", person: null }],
    },
    Documents: { documents: { nodes: documents, pageInfo: page } },
    Profile: { viewer },
    PasswordState: { viewer },
    StepUpViewer: { viewer },
    WhoIsThere: { viewer },
    SignIns: {
      signIns: [
        {
          id: "sign-in:1",
          device: "Chrome on Android",
          method: "EMAIL_CODE",
          createdAt: "2026-11-20T15:00:00Z",
          lastSeenAt: now,
          current: true,
        },
        {
          id: "sign-in:2",
          device: "Firefox on Windows",
          method: "PASSWORD",
          createdAt: "2026-11-02T15:00:00Z",
          lastSeenAt: "2026-11-19T10:00:00Z",
          current: false,
        },
      ],
    },
    BookSession: { bookSession: { session: { id: "session:2" }, problems: [] } },
    MoveSession: { moveSession: { session: { id: "session:2" }, problems: [] } },
    CancelSession: { cancelSession: { session: { id: "session:2" }, undoUntil: "2026-11-22T22:10:10Z", problems: [] } },
    UndoCancelSession: { undoCancelSession: { session: { id: "session:2" }, problems: [] } },
  },
};

export const portalPages = [
  "/harbor/me/today",
  "/harbor/me/schedule",
  "/harbor/me/schedule?view=past",
  "/harbor/me/schedule/session:2",
  "/harbor/me/schedule/session:4",
  "/harbor/me/schedule/session:2/change",
  "/harbor/me/schedule/session:2/booked",
  "/harbor/me/book",
  "/harbor/me/people",
  "/harbor/me/documents",
  "/harbor/me/settings",
  "/harbor/me/settings/profile",
  "/harbor/me/settings/reminders",
  "/harbor/me/settings/privacy",
  "/harbor/me/settings/proofs",
  "/harbor/me/groups",
  "/harbor/me/groups/group:1",
  "/harbor/me/groups/group:1/place",
  "/harbor/me/groups/group:1/chat",
  "/harbor/me/groups/group:2",
  "/harbor/me/groups/group:2/join",
  "/harbor/me/groups/group:4",
  "/harbor/me/groups/meetings/meeting:1",
];

/** Today with a meeting about to begin, and one just over. */
export const evening = {
  Today: { viewer, sessions: { nodes: [later] }, meetings: { nodes: [justOver, tonight] } },
};
