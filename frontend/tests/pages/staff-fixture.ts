import type { Setting } from "./harness";

export const now = "2026-11-22T22:10:00Z"; // Sunday, 5:10 PM in New York

const names = ["Ana Ruiz", "Theo Lindqvist", "Priya Nair", "Luis Ángel Ferrer", "Wren Delacroix", "Sean O’Malley"];
const states = ["ACTIVE", "ACTIVE", "ACTIVE", "INTAKE", "ON_HOLD", "WAITLISTED"] as const;
const program = { __typename: "Program", id: "program:house", name: "Evening program" };

/** Somebody of a long caseload. */
function person(number: number) {
  const state = states[number % states.length];
  const name = `${names[number % names.length]} ${number}`;
  return {
    __typename: "Client",
    id: `member:${number}`,
    member: { __typename: "Member", id: `member:${number}`, name, pronouns: number % 3 ? "she/her" : null },
    enrollment: {
      __typename: "ClientEnrollment",
      id: `enrollment:${number}`,
      state,
      phase: state === "ACTIVE" ? "Practice" : null,
      phaseId: state === "ACTIVE" ? "phase:2" : null,
      since: "2026-10-01",
      program,
    },
    nextContact: number % 4 ? "2026-11-26T21:30:00Z" : null,
    lastContact: `2026-11-${String(1 + (number % 20)).padStart(2, "0")}`,
    quiet: number % 9 === 0,
    counselors: [{ __typename: "Member", id: "member:dana", name: "Dana Reyes" }],
  };
}

const step = 50;

/** A caseload of so many people, page by page as the server tells it. */
export const casesOf =
  (count: number) =>
  ({ after }: Record<string, unknown>) => {
    const first = after ? Number(after) : 0;
    const last = Math.min(first + step, count);
    const nodes = Array.from({ length: last - first }, (_, index) => person(first + index));
    return { clients: { nodes, pageInfo: { hasNextPage: last < count, endCursor: String(last) } } };
  };

/** The staff app of an admin. */
export const staff: Setting = {
  audience: "staff",
  now,
  boot: {
    base: "/harbor",
    center: { name: "Harbor House", slug: "harbor", zone: "America/New_York", helpLine: null, phone: "555-010-4477" },
    viewer: {
      id: "member:robin",
      name: "Robin Hale",
      roles: ["ADMIN"],
      permissions: [
        "MANAGE_CENTER",
        "INVITE_MEMBERS",
        "VIEW_MEMBERS",
        "VIEW_CLIENTS",
        "VIEW_CALENDAR",
        "BOOK_FOR_CLIENTS",
      ],
      email: "robin@example.org",
      zone: "America/New_York",
    },
    today: "2026-11-22",
  },
  answers: {
    StaffPrograms: {
      programs: [{ ...program, level: "OUTPATIENT", state: "OPEN", version: 1, capacity: null, taken: 3, waiting: 1 }],
    },
    StaffCaseload: casesOf(500),
  },
};

const dana = { __typename: "Member", id: "member:dana", name: "Dana Reyes", pronouns: "she/her" };
const pad = (number: number) => String(number).padStart(2, "0");

/** One of many sessions: each day of the week has its share, from 8 o'clock on, beside each other when there are many. */
function sessionOf(number: number) {
  const day = 22 + (number % 7);
  const turn = Math.floor(number / 7);
  const hour = 13 + (turn % 9);
  const from = `2026-11-${day}T${pad(hour)}:${turn % 2 ? "30" : "00"}:00Z`;
  return {
    __typename: "Session",
    id: `session:${number}`,
    startsAt: from,
    endsAt: new Date(Date.parse(from) + 30 * 60_000).toISOString(),
    zone: "America/New_York",
    minutes: 30,
    place: number % 2 ? "ONLINE" : "IN_PERSON",
    location: null,
    joinUrl: null,
    joinOpensAt: null,
    fallbackPhone: null,
    arrivedAt: null,
    state: number % 11 === 10 ? "CANCELLED" : "BOOKED",
    version: 1,
    canChange: true,
    canCancel: true,
    isLate: false,
    changeableUntil: null,
    cancelReason: null,
    seriesId: null,
    type: { __typename: "SessionType", id: "session_type:check-in", name: "Check-in" },
    counselor: dana,
    client: { __typename: "Member", id: `member:${number}`, name: `${names[number % names.length]} ${number}` },
    cancelledBy: null,
  };
}

/** A week of one calendar with so many sessions. */
export function calendarOf(count: number) {
  const all = Array.from({ length: count }, (_, number) => sessionOf(number));
  const days = Array.from({ length: 7 }, (_, index) => {
    const date = `2026-11-${22 + index}`;
    return {
      __typename: "CalendarDay",
      date,
      open: [{ __typename: "OpenRange", startsAt: `${date}T13:00:00Z`, endsAt: `${date}T22:00:00Z` }],
      off: [],
      held: [],
      sessions: all.filter((one) => one.startsAt.startsWith(date)),
    };
  });
  return { calendar: { __typename: "Calendar", zone: "America/New_York", counselor: dana, days } };
}

/** The staff app of a counselor. */
export const counselor: Setting = {
  ...staff,
  boot: {
    ...staff.boot,
    viewer: {
      id: "member:dana",
      name: "Dana Reyes",
      roles: ["COUNSELOR"],
      permissions: ["VIEW_CLIENTS", "VIEW_CALENDAR", "BOOK_FOR_CLIENTS", "MANAGE_OWN_HOURS"],
      email: "dana@example.org",
      zone: "America/New_York",
    },
  },
  answers: {
    StaffCalendar: calendarOf(6),
    SessionKinds: {
      sessionTypes: [
        {
          __typename: "SessionType",
          id: "session_type:check-in",
          name: "Check-in",
          minutes: 30,
          places: ["IN_PERSON", "ONLINE"],
          bookedBy: ["CLIENT", "STAFF"],
          needsApproval: false,
          bufferBefore: null,
          bufferAfter: null,
          color: "BLUE",
          active: true,
          version: 1,
        },
      ],
    },
  },
};
