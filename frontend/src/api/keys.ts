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
  centers: ["centers"],
} as const;

/** What changes on screen when a session is booked, moved or cancelled. */
export const sessionKeys = [keys.sessions, keys.slots, keys.calendar, keys.clients] as const;
