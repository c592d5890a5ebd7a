import { useQueries, useSuspenseInfiniteQuery, useSuspenseQueries } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { MeetingLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { addMinutes, isPast, nowIso } from "@/lib/time";
import { Button, ButtonLink, Section, Skeleton, TextLink } from "@/ui";
import { StaffAcceptDuty, StaffDeclineDuty, stale } from "./deeds-meeting";
import { AnswerButtons } from "./people";
import {
  appliedTo,
  EntryParts,
  GroupLine,
  groupPages,
  MeetingLine,
  meetingPages,
  RosterParts,
  rosterOf,
} from "./queries";
import { useSay } from "./say";
import { FacilitationTexts } from "./texts";
import { isAdmin, leads, useMeetingWhen } from "./words";

const day = 1440;
/** As many meetings as somebody catches up with at once. */
const most = 6;

/** What the groups ask of the viewer: who came, who can hold a room, who wants in. Nothing when nothing does. */
export function GroupsAtHome() {
  return (
    <Section loading={<Skeleton className="h-24 w-full rounded-card" />}>
      <FacilitationTexts>
        {leads() && <Mine />}
        {(leads() || isAdmin()) && <JoinRequests />}
      </FacilitationTexts>
    </Section>
  );
}

function Mine() {
  const [now] = useState(nowIso);
  const past = useMeetings(addMinutes(now, -7 * day), now);
  const coming = useMeetings(now, addMinutes(now, 28 * day));
  return (
    <>
      <ToNote meetings={past.filter(iHeld).reverse().slice(0, most)} />
      <Needed meetings={coming.filter((one) => one.myDuty?.state === "ASKED" || one.needsHolder)} />
    </>
  );
}

function useMeetings(from: string, until: string) {
  const { data } = useSuspenseInfiniteQuery(meetingPages({ from, until, mine: true }));
  return data.pages.flatMap((page) => page.meetings.nodes.map((node) => unmask(MeetingLine, node)));
}

/** Held by the viewer, and over. */
function iHeld(meeting: MeetingLineFragment): boolean {
  const mine = meeting.holder?.me || ["PLANNED", "ACCEPTED", "HELD"].includes(meeting.myDuty?.state ?? "");
  const off = meeting.state === "CANCELLED" || meeting.state === "NO_QUORUM";
  return Boolean(mine) && !off && (meeting.state === "HELD" || isPast(meeting.endsAt));
}

const list = "m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0";
const row = "flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2";

/** Meetings that ended and whose list is still empty. */
function ToNote(props: { meetings: readonly MeetingLineFragment[] }) {
  const t = useT();
  const when = useMeetingWhen();
  const rosters = useQueries({ queries: props.meetings.map((one) => ({ ...rosterOf(one.id), staleTime: 300_000 })) });
  const open = props.meetings.filter((_, at) => {
    const found = rosters[at]?.data?.roster;
    const entries = found ? unmask(RosterParts, found).entries : [];
    return entries.length > 0 && entries.every((entry) => !entry.attendance);
  });
  if (open.length === 0) return null;
  return (
    <section aria-labelledby="to-note" className="grid gap-3">
      <h2 id="to-note" className="text-h2">
        {t("staff.home.toNote")}
      </h2>
      <ul className={list}>
        {open.map((meeting) => (
          <li key={meeting.id} className={row}>
            <Meeting meeting={meeting} when={when(meeting)} />
            <ButtonLink
              to="/groups/$id/meetings/$mid"
              params={{ id: meeting.group.id, mid: meeting.id }}
              search={{ view: "roster" }}
            >
              {t("staff.home.takeAttendance")}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Meeting(props: { meeting: MeetingLineFragment; when: string }) {
  const { meeting } = props;
  return (
    <span className="grid min-w-0">
      <TextLink
        className="font-semibold break-words"
        to="/groups/$id/meetings/$mid"
        params={{ id: meeting.group.id, mid: meeting.id }}
      >
        {meeting.group.name}
      </TextLink>
      <span className="text-small text-ink-2">{props.when}</span>
    </span>
  );
}

/** Meetings that need somebody and may ask the viewer. */
function Needed(props: { meetings: readonly MeetingLineFragment[] }) {
  const t = useT();
  const say = useSay();
  const when = useMeetingWhen();
  const accept = useAction(StaffAcceptDuty, (data) => data.acceptDuty, stale);
  const decline = useAction(StaffDeclineDuty, (data) => data.declineDuty, stale);
  if (props.meetings.length === 0) return null;
  return (
    <section aria-labelledby="needed" className="grid gap-3">
      <h2 id="needed" className="text-h2">
        {t("staff.home.needed")}
      </h2>
      <ul className={list}>
        {props.meetings.map((meeting) => (
          <li key={meeting.id} className={row}>
            <Meeting meeting={meeting} when={when(meeting)} />
            <span className="flex flex-wrap gap-2">
              <Button
                size="small"
                isDisabled={accept.pending}
                onPress={() =>
                  void accept
                    .run({ meetingId: meeting.id })
                    .then((outcome) => say(outcome, t("staff.meeting.accepted")))
                }
              >
                {t("staff.meeting.accept")}
              </Button>
              {meeting.myDuty?.state === "ASKED" && (
                <Button
                  size="small"
                  variant="secondary"
                  isDisabled={decline.pending}
                  onPress={() =>
                    void decline
                      .run({ meetingId: meeting.id })
                      .then((outcome) => say(outcome, t("staff.meeting.declined")))
                  }
                >
                  {t("staff.meeting.decline")}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** People who asked for a place, by alias, in all groups the viewer lets people into. */
export function JoinRequests(props: { empty?: ReactNode }) {
  const t = useT();
  const filter = { mine: isAdmin() ? null : true, access: "CLOSED", state: "ACTIVE" } as const;
  const { data } = useSuspenseInfiniteQuery(groupPages(filter));
  const groups = data.pages
    .flatMap((page) => page.groups.nodes.map((node) => unmask(GroupLine, node)))
    .filter((group) => group.canRun);
  const asked = useSuspenseQueries({ queries: groups.map((group) => appliedTo(group.id)) });
  const requests = groups.flatMap((group, at) =>
    (asked[at]?.data.groupPeople.nodes ?? []).map((node) => ({ group, entry: unmask(EntryParts, node) })),
  );
  if (requests.length === 0) return props.empty;
  return (
    <section aria-labelledby="asked" className="grid gap-3">
      <h2 id="asked" className="text-h2">
        {t("staff.home.asked")}
      </h2>
      <ul className={list}>
        {requests.map(({ group, entry }) => (
          <li key={entry.person.id} className={row}>
            <span className="grid min-w-0">
              <span className="font-semibold break-words">{entry.person.alias}</span>
              <TextLink
                className="text-small break-words"
                to="/groups/$id/$part"
                params={{ id: group.id, part: "people" }}
              >
                {group.name}
              </TextLink>
              {entry.words && <q className="measure text-small break-words">{entry.words}</q>}
            </span>
            <AnswerButtons entry={entry} />
          </li>
        ))}
      </ul>
    </section>
  );
}
