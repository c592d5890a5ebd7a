import { groupAnswers, groupPages, justOver, myMemberships, tonight, waiting } from "./groups-fixture";
import type { Setting } from "./harness";

export const now = "2026-11-22T22:10:00Z"; // Sunday, 5:10 PM in New York
/** Nobody waits for a program, nobody asks to walk along. */
const noWays = {
  myEnrollments: [],
  myMentorships: [],
  myMentorProfile: null,
  myCoverAnswers: [],
  sessionWaits: [],
  sessionsWithOpenNote: [],
  myGoalsDue: [],
};
const dana = {
  __typename: "Member",
  id: "member:dana",
  name: "Dana Whitfield",
  pronouns: "she/her",
  roles: ["COUNSELOR"],
};
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
    canCancel: true,
    isLate: false,
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
const past = session("session:3", "2026-11-12T21:30:00Z", { canChange: false, canCancel: false });
const cancelled = session("session:4", "2026-11-10T21:30:00Z", {
  state: "CANCELLED",
  canChange: false,
  canCancel: false,
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
  reminders: { sessionReminders: true, chatMail: true, quietFrom: "21:00", quietUntil: "08:00" },
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
    Today: { viewer, sessions: { nodes: [soon, later] }, meetings: { nodes: [] }, myMemberships: [], ...noWays },
    BookPage: { viewer, sessions: { nodes: all }, before: { nodes: [past] }, sessionTypes: [] },
    HoldSlot: { holdSlot: { holdToken: null, expiresAt: null, problems: [] } },
    MyCover: { myCoverAnswers: [] },
    MyNote: { sessionNote: null },
    MyRequests: { sessionRequests: { nodes: [] } },
    MyWaits: { sessionWaits: [] },
    NextSlots: { nextSlots: soonTimes },
    Slots: { slots: manyTimes },
    OneSession: ({ id }: Record<string, unknown>) => ({ viewer, session: all.find((one) => one.id === id) ?? null }),
    Schedule: { sessions: { nodes: all, pageInfo: page } },
    People: { viewer, myMemberships, ...noWays },
    ...groupAnswers,
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
  ...groupPages,
];

/** Today with a meeting about to begin, one just over, and what waits for a word. */
export const evening = {
  Today: {
    viewer,
    sessions: { nodes: [later] },
    meetings: { nodes: [justOver, tonight] },
    myMemberships: waiting,
    ...noWays,
  },
};
