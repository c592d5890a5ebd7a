import { graphql } from "@/gql";
import type {
  AttendanceStatus,
  GroupAccess,
  GroupCardPartsFragment,
  GroupState,
  MeetingPartsFragment,
  PlacePartsFragment,
} from "@/gql/graphql";
import { now } from "@/lib/time";

/** What a card says about one meeting. */
export const MeetingParts = graphql(`
  fragment MeetingParts on Meeting {
    id
    startsAt
    endsAt
    zone
    mode
    state
    topic
    location
    joinsFrom
    movedFrom
    cancelReason
    holder {
      id
      alias
    }
    myAttendance {
      status
    }
    group {
      id
      name
      state
    }
  }
`);
export type MeetingView = MeetingPartsFragment;

/** The viewer's own place in a group. */
export const PlaceParts = graphql(`
  fragment PlaceParts on Membership {
    id
    state
    leftBecause
    alias
    pronouns
    placeInLine
    offeredUntil
    mustReadAgreement
    whenQuiet
    reminders
    pausedUntil
    removalReason
    canAppeal
    appealDeclined
    unread
  }
`);
export type PlaceView = PlacePartsFragment;

export const GroupCardParts = graphql(`
  fragment GroupCardParts on Group {
    id
    name
    access
    format
    audience
    languages
    mode
    state
    chat
    full
    nextMeetings(first: 1) {
      ...MeetingParts
    }
    myMembership {
      id
      state
    }
  }
`);
export type GroupCardView = GroupCardPartsFragment;

const running: ReadonlySet<MeetingView["state"]> = new Set(["SCHEDULED", "OPEN", "LIVE"]);

/** Whether a meeting lies ahead or is under way: a group that rests or has ended holds none. */
export const meetingIsAhead = (meeting: Pick<MeetingView, "endsAt" | "state" | "group">) =>
  meeting.group.state === "ACTIVE" && running.has(meeting.state) && Date.parse(meeting.endsAt) > now();

/** Ahead, or called off and somebody may still set out for it. */
export const isPlanned = (meeting: Pick<MeetingView, "endsAt" | "state" | "group">) =>
  meetingIsAhead(meeting) || (meeting.state === "CANCELLED" && Date.parse(meeting.endsAt) > now());

/** Whether its doors are open: people come in from then until the end. */
export const doorsAreOpen = (meeting: Pick<MeetingView, "endsAt" | "state" | "joinsFrom" | "group">) =>
  meetingIsAhead(meeting) && Date.parse(meeting.joinsFrom) <= now();

export const wasThere = (status: AttendanceStatus | undefined) =>
  status === "PRESENT" || status === "LATE" || status === "LEFT_EARLY";

/** Whether the viewer was noted as having come. */
export const came = (meeting: MeetingView) => wasThere(meeting.myAttendance?.status);

/** A meeting one came to, until a day after it: how it felt can be said, and its note may be there. */
export const isJustOver = (meeting: MeetingView) => {
  const since = now() - Date.parse(meeting.endsAt);
  return came(meeting) && (since > 0 || meeting.state === "HELD") && since < 24 * 3_600_000;
};

/** Whether a place is kept for somebody, by the clock: what ran out stays on screen for a moment. */
export const isKept = (until: string | null | undefined) => Boolean(until) && Date.parse(until ?? "") > now();

/** Still somebody's place: it can be looked at, changed and left. */
export const takesPart = (place: Pick<PlaceView, "state"> | null | undefined) =>
  place?.state === "ACTIVE" || place?.state === "PAUSED";

/** Whether somebody inside finds its chat: what was written in a group that has ended is not read here any more. */
export const chatIsThere = (
  group: { chat: boolean; state: GroupState },
  place: Pick<PlaceView, "state"> | null | undefined,
) => group.chat && group.state !== "CLOSED" && place?.state === "ACTIVE";

export const isOver = (place: Pick<PlaceView, "state">) => place.state === "LEFT" || place.state === "REMOVED";

/** Has a name there that can be changed: also while one waits at the door or in line. */
export const holdsName = (place: Pick<PlaceView, "state"> | null | undefined) =>
  takesPart(place) || place?.state === "APPLIED" || place?.state === "WAITLISTED";

/** Whether one can ask for a place now: also anew, after having left. */
export const canJoin = (state: GroupState, place: Pick<PlaceView, "state"> | null | undefined) =>
  state === "ACTIVE" && (!place || place.state === "INVITED" || place.state === "LEFT");

/** Whether asking waits for somebody's word: an invitation is that word already. */
export const mustAsk = (access: GroupAccess, place: Pick<PlaceView, "state"> | null | undefined) =>
  access === "CLOSED" && place?.state !== "INVITED";
