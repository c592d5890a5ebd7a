import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, notFound } from "@tanstack/react-router";
import { lazy } from "react";
import { AgreementLines } from "@/features/groups/agreement";
import { MeetingDoor } from "@/features/groups/meeting-door";
import { roomMeeting } from "@/features/groups/one-meeting";
import { isJustOver, MeetingParts, type MeetingView, meetingIsAhead } from "@/features/groups/parts";
import { Room } from "@/features/groups/room";
import { useMeetingWhen } from "@/features/groups/when";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { BackLink, Card, Notice, PageHeader, Section } from "@/ui";

const AfterMeeting = lazy(() => import("@/features/today/after-meeting"));

export const Route = createFileRoute("/groups/meetings/$id")({
  loader: async ({ context, params }) => {
    const { meeting } = await context.queryClient.ensureQueryData(roomMeeting(params.id));
    if (!meeting) throw notFound();
  },
  component: RoomPage,
});

/** The page follows the meeting by itself: nobody has to load it anew. */
function NotRunning({ meeting }: { meeting: MeetingView }) {
  const t = useT();
  if (meeting.state === "CANCELLED") return <Notice tone="attention">{t("room.cancelled")}</Notice>;
  if (meeting.group.state === "PAUSED") return <Notice>{t("groups.resting")}</Notice>;
  if (!meetingIsAhead(meeting)) return <Notice live>{t("room.ended")}</Notice>;
  return <Notice live>{t("room.notYet")}</Notice>;
}

function RoomPage() {
  const t = useT();
  const { id } = Route.useParams();
  const found = useSuspenseQuery({ ...roomMeeting(id), refetchInterval: 60_000 }).data.meeting;
  const when = useMeetingWhen();
  if (!found) return <Notice tone="attention">{t("groups.gone")}</Notice>;
  const meeting = unmask(MeetingParts, found);
  const { day, time } = when(meeting);
  const { agreement } = found.group;
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("room.title")}
        lead={<span className="inline-block first-letter:uppercase">{`${day}, ${time}`}</span>}
        back={
          <BackLink to="/groups/$id" params={{ id: meeting.group.id }}>
            {meeting.group.name}
          </BackLink>
        }
      >
        {t(meeting.state === "LIVE" ? "meet.room" : "room.title")}
      </PageHeader>
      <MeetingDoor meeting={meeting} />
      <Section title={t("room.failed")}>
        <Room meetingId={meeting.id} without={<NotRunning meeting={meeting} />} />
      </Section>
      {isJustOver(meeting) && (
        <Section loading={null}>
          <AfterMeeting meeting={meeting} />
        </Section>
      )}
      {agreement && (
        <Card labelledBy="agreement">
          <h2 id="agreement" className="mb-3 text-h2">
            {t("groups.agreement")}
          </h2>
          <AgreementLines lines={agreement.lines} />
        </Card>
      )}
    </div>
  );
}
