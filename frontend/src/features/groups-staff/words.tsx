import { centerBoot } from "@/api/boot";
import type { GroupState, MeetingLineFragment, MeetingState } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDay, formatTimeRange, sameClock, zoneName } from "@/lib/time";
import { Badge } from "@/ui";

const groupTones = { DRAFT: "attention", ACTIVE: "good", PAUSED: "info", CLOSED: "neutral" } as const;

export function GroupStateBadge(props: { state: GroupState }) {
  const t = useT();
  return <Badge tone={groupTones[props.state]}>{t(`staff.groups.state.${props.state}`)}</Badge>;
}

const meetingTones = {
  SCHEDULED: "neutral",
  OPEN: "info",
  LIVE: "good",
  HELD: "neutral",
  CANCELLED: "attention",
  NO_QUORUM: "neutral",
} as const;

/** Nothing for what is simply planned. */
export function MeetingStateBadge(props: { state: MeetingState }) {
  const t = useT();
  if (props.state === "SCHEDULED") return null;
  return <Badge tone={meetingTones[props.state]}>{t(`staff.meeting.state.${props.state}`)}</Badge>;
}

/** Where people come together the clock on the wall counts; online the reader's own. */
export const zoneOf = (meeting: Pick<MeetingLineFragment, "mode" | "zone">) =>
  meeting.mode === "ONLINE" ? centerBoot().viewer.zone : meeting.zone;

/** "Tue, Nov 24, 6:00–7:00 PM", with the zone when it is not the reader's. */
export function useMeetingWhen(): (meeting: MeetingLineFragment) => string {
  const locale = useLocale();
  return (meeting) => {
    const zone = zoneOf(meeting);
    const other = sameClock(meeting.startsAt, zone, centerBoot().viewer.zone) ? "" : ` (${zoneName(zone, locale)})`;
    const hours = formatTimeRange(meeting.startsAt, meeting.endsAt, zone, locale);
    return `${formatDay(meeting.startsAt, zone, locale)}, ${hours}${other}`;
  };
}

/** A group's facilitators, and who may lead groups at all. */
export const leads = () => {
  const { roles } = centerBoot().viewer;
  return roles.some((role) => ["FACILITATOR", "COUNSELOR", "PEER_MENTOR", "SUPERVISOR"].includes(role));
};
export const isAdmin = () => centerBoot().viewer.roles.includes("ADMIN");
export const mayReveal = () => isAdmin() || centerBoot().viewer.roles.includes("SUPERVISOR");
