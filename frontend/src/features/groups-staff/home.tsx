import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { MeetingLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { addMinutes, nowIso } from "@/lib/time";
import { Button, ButtonLink, MoreButton, Section, Skeleton, TextLink } from "@/ui";
import { StaffAcceptDuty, StaffDeclineDuty, stale } from "./deeds-meeting";
import { AnswerButtons } from "./people";
import { MeetingLine, meetingPages } from "./queries-meeting";
import { EntryParts, requestPages } from "./queries-people";
import { useSay } from "./say";
import { FacilitationTexts } from "./texts";
import { isAdmin, leads, useMeetingWhen } from "./words";

const hour = 60;
const day = 24 * hour;

/** What the groups ask of the viewer: who came, who can hold a room, who wants in. Nothing when nothing does. */
export function GroupsAtHome() {
  // Taken once, outside of what waits for answers: a part that waits forgets what it took, and would ask anew forever.
  const [now] = useState(nowIso);
  return (
    <Section loading={<Skeleton className="h-24 w-full rounded-card" />}>
      <FacilitationTexts>
        {leads() && <Mine now={now} />}
        {(leads() || isAdmin()) && <JoinRequests />}
      </FacilitationTexts>
    </Section>
  );
}

function Mine({ now }: { now: string }) {
  // A meeting may begin a little early, and end before the time it was planned for.
  const past = useMeetings({ from: addMinutes(now, -7 * day), until: addMinutes(now, hour), order: "LATEST_FIRST" });
  const coming = useMeetings({ from: now, until: addMinutes(now, 28 * day) });
  return (
    <>
      <ToNote meetings={past.filter((one) => one.needsAttendance)} />
      <Needed meetings={coming.filter((one) => one.myDuty?.state === "ASKED" || one.needsHolder)} />
    </>
  );
}

function useMeetings(wanted: Parameters<typeof meetingPages>[0]) {
  const { data } = useSuspenseInfiniteQuery(meetingPages({ ...wanted, mine: true }));
  return data.pages.flatMap((page) => page.meetings.nodes.map((node) => unmask(MeetingLine, node)));
}

const linesClass = "m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0";
const row = "flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2";

/** Meetings that are over, with somebody on the list about whom nothing is noted. */
function ToNote(props: { meetings: readonly MeetingLineFragment[] }) {
  const t = useT();
  const when = useMeetingWhen();
  if (props.meetings.length === 0) return null;
  return (
    <section aria-labelledby="to-note" className="grid gap-3">
      <h2 id="to-note" className="text-h2">
        {t("staff.home.toNote")}
      </h2>
      <ul className={linesClass}>
        {props.meetings.map((meeting) => (
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
      <ul className={linesClass}>
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
  const list = useSuspenseInfiniteQuery(requestPages);
  const requests = list.data.pages.flatMap((page) =>
    page.joinRequests.nodes.map((node) => ({ group: node.group, entry: unmask(EntryParts, node.entry) })),
  );
  if (requests.length === 0) return props.empty;
  return (
    <section aria-labelledby="asked" className="grid gap-3">
      <h2 id="asked" className="text-h2">
        {t("staff.home.asked")}
      </h2>
      <ul className={linesClass}>
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
      <MoreButton list={list} label={t("documents.more")} />
    </section>
  );
}
