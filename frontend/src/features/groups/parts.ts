import { graphql } from "@/gql";
import type { GroupCardPartsFragment, MeetingPartsFragment, PlacePartsFragment } from "@/gql/graphql";
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
    canJoinNow
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
    }
  }
`);
export type MeetingView = MeetingPartsFragment;

/** The viewer's own place in a group. */
export const PlaceParts = graphql(`
  fragment PlaceParts on Membership {
    id
    state
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

/** Whether a meeting lies ahead or is under way. */
export const meetingIsAhead = (meeting: Pick<MeetingView, "endsAt" | "state">) =>
  running.has(meeting.state) && Date.parse(meeting.endsAt) > now();

/** Whether its doors are open: people come in from then until the end. */
export const doorsAreOpen = (meeting: Pick<MeetingView, "endsAt" | "state" | "joinsFrom">) =>
  meetingIsAhead(meeting) && Date.parse(meeting.joinsFrom) <= now();

/** Whether the viewer was noted as having come. */
export const came = (meeting: MeetingView) =>
  ["PRESENT", "LATE", "LEFT_EARLY"].includes(meeting.myAttendance?.status ?? "");

/** Still somebody's place: it can be looked at, changed and left. */
export const takesPart = (place: Pick<PlaceView, "state"> | null | undefined) =>
  place?.state === "ACTIVE" || place?.state === "PAUSED";
