/** All query keys. A mutation names the ones it makes stale; a key covers all keys that begin with it. */
export const keys = {
  viewer: ["viewer"],
  sessions: ["sessions"],
  session: (id: string) => ["sessions", "one", id],
  slots: ["slots"],
  calendar: ["calendar"],
  availability: ["availability"],
  counselors: ["counselors"],
  clients: ["clients"],
  client: (id: string) => ["clients", "one", id],
  members: ["members"],
  programs: ["programs"],
  program: (id: string) => ["programs", "one", id],
  enrollments: ["enrollments"],
  enrollment: (id: string) => ["enrollments", "one", id],
  setup: ["setup"],
  documents: ["documents"],
  signIns: ["sign-ins"],
  staffTasks: ["staff-tasks"],
  auditEvents: ["audit-events"],
  apiTokens: ["api-tokens"],
  groups: ["groups"],
  group: (id: string) => ["groups", "one", id],
  meetings: ["meetings"],
  meeting: (id: string) => ["meetings", "one", id],
  moderation: ["moderation"],
  chat: (groupId: string) => ["chat", groupId],
  pulse: (meetingId: string) => ["pulse", meetingId],
  proofs: ["proofs"],
  listings: ["listings"],
  feedImports: ["feed-imports"],
  feedImport: (id: string) => ["feed-imports", "one", id],
  circle: ["circle"],
  walk: ["walk"],
  pair: (id: string) => ["walk", "pair", id],
  experiences: ["experiences"],
  becoming: ["becoming"],
  ways: ["ways"],
  /** Who waits for somebody to walk with, who is asked, who walks together: as whoever brings people together sees it. */
  mentoring: ["mentoring"],
  /** Its parts, so that a deed makes stale only what it changes. */
  seekers: ["mentoring", "seekers"],
  suggestions: (clientId: string) => ["mentoring", "suggestions", clientId],
  steeredPairs: ["mentoring", "pairs"],
  /** Questions that are out, and whom a client asks: what changes before anybody walks with anybody. */
  questions: ["mentoring", "pairs", "asked"],
  pairNeeds: ["mentoring", "needs"],
  mentoringHome: ["mentoring", "home"],
  mentors: ["mentors"],
  matchProposal: ["match-proposal"],
  /** A mentor's own. */
  mentorSpace: ["mentor-space"],
  pairMessages: (mentorshipId: string) => ["pair-messages", mentorshipId],
  allPairMessages: ["pair-messages"],
  stories: ["stories"],
  centers: ["centers"],
  /** Times that a client asks for, waits for, needs sooner, and what they are asked when somebody is away. */
  asked: ["asked"],
  waits: ["session-waits"],
  sooner: ["sooner"],
  cover: ["cover"],
  /** Kinds of sessions that a center has. */
  sessionKinds: ["session-kinds"],
  series: ["series"],
  note: (sessionId: string) => ["session-note", sessionId],
  whereabouts: (sessionId: string) => ["whereabouts", sessionId],
  /** Notes that wait for words or for a signature. */
  notesWaiting: ["notes-waiting"],
  payers: ["payers"],
  coverages: (clientId: string) => ["coverages", clientId],
  serviceLines: ["service-lines"],
  calendarFeed: ["calendar-feed"],
} as const;

/** What changes on screen when a session is booked, moved or cancelled. */
export const sessionKeys = [keys.sessions, keys.slots, keys.calendar, keys.clients] as const;
/** When one that is planned moves or is called off, what was asked about it, because somebody is away, goes with it. */
export const plannedKeys = [...sessionKeys, keys.cover, keys.staffTasks] as const;
