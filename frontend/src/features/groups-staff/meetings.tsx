import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { CalendarDays, EllipsisVertical, TriangleAlert } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useGroupWords } from "@/features/groups/words";
import { unmask } from "@/gql";
import type { GroupLineFragment, GroupWholeFragment, MeetingLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { isPast, nowIso } from "@/lib/time";
import { Badge, Button, EmptyState, MoreButton, Section, TextLink } from "@/ui";
import { Menu, TriggerButton } from "@/ui/overlay";
import { Breaks } from "./breaks";
import { type MeetingDeed, MeetingDialog } from "./meeting-dialogs";
import { GroupLine, SeriesParts } from "./queries-group";
import { MeetingLine, meetingPages } from "./queries-meeting";
import { MeetingStateBadge, useMeetingWhen } from "./words";

const ScheduleDialog = lazy(() => import("./schedule-dialog"));

/** What is planned, what was; and, for those who plan, the rhythm and its breaks. */
export function MeetingsTab(props: { group: GroupWholeFragment }) {
  const t = useT();
  const group = unmask(GroupLine, props.group);
  // Taken once, outside of what waits for answers: a part that waits forgets what it took, and would ask anew forever.
  const [now] = useState(nowIso);
  const [planning, setPlanning] = useState(false);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {group.canManage && group.state !== "CLOSED" && (
        <Button className="justify-self-start" variant="secondary" onPress={() => setPlanning(true)}>
          {t(group.series.length ? "staff.groups.changeTimes" : "staff.groups.setTimes")}
        </Button>
      )}
      {planning && <GroupTimes group={group} onClose={() => setPlanning(false)} />}
      <Section>
        <MeetingPart
          title={t("staff.groups.coming")}
          none={t("staff.groups.noneComing")}
          query={meetingPages({ groupId: group.id, from: now })}
          groupId={group.id}
        />
      </Section>
      {group.canManage && <Breaks group={props.group} />}
      <Section>
        <MeetingPart
          title={t("staff.client.past")}
          none={t("staff.groups.nonePast")}
          query={meetingPages({ groupId: group.id, until: now, order: "LATEST_FIRST" })}
          groupId={group.id}
          past
        />
      </Section>
    </div>
  );
}

function GroupTimes(props: { group: GroupLineFragment; onClose: () => void }) {
  const series = props.group.series.map((one) => unmask(SeriesParts, one));
  return (
    <Suspense>
      <ScheduleDialog
        groupId={props.group.id}
        version={props.group.version}
        series={series[0]}
        onClose={props.onClose}
      />
    </Suspense>
  );
}

function MeetingPart(props: {
  title: string;
  none: string;
  groupId: string;
  query: ReturnType<typeof meetingPages>;
  past?: boolean;
}) {
  const t = useT();
  const list = useSuspenseInfiniteQuery(props.query);
  const meetings = list.data.pages
    .flatMap((page) => page.meetings.nodes.map((node) => unmask(MeetingLine, node)))
    // One that is running now stands above.
    .filter((one) => !props.past || isPast(one.endsAt));
  return (
    <section className="grid gap-3">
      <h2 className="text-h2">{props.title}</h2>
      {meetings.length ? (
        <ul
          aria-label={props.title}
          className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
        >
          {meetings.map((meeting) => (
            <li key={meeting.id}>
              <MeetingItem meeting={meeting} groupId={props.groupId} />
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState icon={<CalendarDays size={20} />}>{props.none}</EmptyState>
      )}
      <MoreButton list={list} label={t("documents.more")} />
    </section>
  );
}

function MeetingItem({ meeting, groupId }: { meeting: MeetingLineFragment; groupId: string }) {
  const t = useT();
  const when = useMeetingWhen();
  const words = useGroupWords();
  const [deed, setDeed] = useState<MeetingDeed>();
  const label = t("staff.meeting.moreFor", { when: when(meeting) });
  const ahead = !isPast(meeting.startsAt);
  const deeds: MeetingDeed[] =
    !meeting.canRun || !ahead
      ? []
      : meeting.state === "CANCELLED"
        ? ["restore"]
        : ["change", "cancel", ...(meeting.state === "SCHEDULED" ? (["endSeries"] as const) : [])];
  return (
    <div className="flex min-h-14 items-center gap-2 py-2 pr-2 pl-4">
      <div className="grid min-w-0 flex-1 content-center gap-x-4 gap-y-1 sm:flex sm:flex-wrap sm:items-center">
        <TextLink className="font-semibold" to="/groups/$id/meetings/$mid" params={{ id: groupId, mid: meeting.id }}>
          {when(meeting)}
        </TextLink>
        <span className="text-small break-words text-ink-2">
          {[meeting.topic, words.mode(meeting.mode), meeting.holder?.alias].filter(Boolean).join(" · ")}
        </span>
        <span className="flex flex-wrap gap-2 empty:hidden">
          <MeetingStateBadge state={meeting.state} />
          {meeting.movedFrom && meeting.state !== "CANCELLED" && <Badge tone="info">{t("staff.meeting.moved")}</Badge>}
          {meeting.needsHolder && (
            <Badge tone="attention" icon={<TriangleAlert size={14} aria-hidden />}>
              {t("staff.groups.needs")}
            </Badge>
          )}
          {meeting.needsAttendance && <Badge tone="info">{t("staff.meeting.noList")}</Badge>}
        </span>
      </div>
      {deeds.length > 0 && (
        <Menu
          label={label}
          trigger={
            <TriggerButton label={label}>
              <EllipsisVertical size={18} aria-hidden />
            </TriggerButton>
          }
          entries={deeds.map((one) => ({
            id: one,
            label: t(`staff.meeting.deed.${one}`),
            danger: one === "cancel" || one === "endSeries",
            onAction: () => setDeed(one),
          }))}
        />
      )}
      {deed && <MeetingDialog deed={deed} meeting={meeting} onClose={() => setDeed(undefined)} />}
    </div>
  );
}
