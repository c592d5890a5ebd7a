import { useSuspenseQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useGroupWords } from "@/features/groups/words";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { BackLink, Badge, Notice, PageHeader, Section, TabLink, TabLinks } from "@/ui";
import { Notes } from "./notes";
import { MeetingLine, oneMeeting } from "./queries-meeting";
import { Roster } from "./roster";
import { Sheet } from "./sheet";
import { MeetingStateBadge, useMeetingWhen } from "./words";

export type MeetingView = "sheet" | "roster" | "notes";

/** One meeting: its sheet, its list, its notes. The last two belong to those who hold the room. */
export function MeetingPage(props: { groupId: string; meetingId: string; view: MeetingView }) {
  const t = useT();
  const when = useMeetingWhen();
  const words = useGroupWords();
  const found = useSuspenseQuery(oneMeeting(props.meetingId)).data.meeting;
  if (!found) return <Notice tone="attention">{t("error.notFound")}</Notice>;
  const meeting = unmask(MeetingLine, found);
  const holds = found.group.canHold;
  const kept = holds && meeting.state !== "CANCELLED" && meeting.state !== "NO_QUORUM";
  const view = kept ? props.view : "sheet";
  return (
    <>
      <PageHeader
        title={t("staff.meeting.title")}
        back={
          <BackLink to="/groups/$id" params={{ id: props.groupId }}>
            {meeting.group.name}
          </BackLink>
        }
        lead={[
          meeting.topic,
          words.mode(meeting.mode),
          meeting.location,
          meeting.holder && t("staff.holders.turn", { name: meeting.holder.alias }),
        ]
          .filter(Boolean)
          .join(" · ")}
      >
        <span className="flex flex-wrap items-center gap-3">
          {when(meeting)}
          <MeetingStateBadge state={meeting.state} />
          {meeting.needsHolder && (
            <Badge tone="attention" icon={<TriangleAlert size={14} aria-hidden />}>
              {t("staff.groups.needs")}
            </Badge>
          )}
        </span>
      </PageHeader>
      {kept && <Parts groupId={props.groupId} meetingId={props.meetingId} />}
      {meeting.state === "CANCELLED" && (
        <Notice tone="attention">
          {meeting.cancelReason
            ? t("staff.meeting.offBecause", { reason: meeting.cancelReason })
            : t("staff.meeting.off")}
        </Notice>
      )}
      <Section key={view}>
        {view === "sheet" && <Sheet meeting={meeting} holds={holds} />}
        {view === "roster" && <Roster meeting={meeting} />}
        {view === "notes" && <Notes meeting={meeting} />}
      </Section>
    </>
  );
}

function Parts(props: { groupId: string; meetingId: string }) {
  const t = useT();
  const params = { id: props.groupId, mid: props.meetingId };
  return (
    <TabLinks label={t("staff.meeting.parts")}>
      <TabLink
        to="/groups/$id/meetings/$mid"
        params={params}
        search={{}}
        activeOptions={{ exact: true, includeSearch: true }}
      >
        {t("staff.sheet.title")}
      </TabLink>
      <TabLink to="/groups/$id/meetings/$mid" params={params} search={{ view: "roster" }}>
        {t("staff.roster.title")}
      </TabLink>
      <TabLink to="/groups/$id/meetings/$mid" params={params} search={{ view: "notes" }}>
        {t("staff.notes.title")}
      </TabLink>
    </TabLinks>
  );
}
