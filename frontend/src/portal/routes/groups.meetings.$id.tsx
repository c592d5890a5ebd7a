import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, notFound } from "@tanstack/react-router";
import { AgreementLines } from "@/features/groups/agreement";
import { MeetingDoor } from "@/features/groups/meeting-door";
import { roomMeeting } from "@/features/groups/one-meeting";
import { MeetingParts } from "@/features/groups/parts";
import { Room } from "@/features/groups/room";
import { useMeetingWhen } from "@/features/groups/when";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { BackLink, Card, PageHeader, Section } from "@/ui";

export const Route = createFileRoute("/groups/meetings/$id")({
  loader: async ({ context, params }) => {
    const { meeting } = await context.queryClient.ensureQueryData(roomMeeting(params.id));
    if (!meeting) throw notFound();
  },
  component: RoomPage,
});

function RoomPage() {
  const t = useT();
  const { id } = Route.useParams();
  const found = useSuspenseQuery({ ...roomMeeting(id), refetchInterval: 60_000 }).data.meeting;
  const when = useMeetingWhen();
  if (!found) return null;
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
        {t("meet.room")}
      </PageHeader>
      <MeetingDoor meeting={meeting} />
      <Section title={t("room.failed")}>
        <Room meetingId={meeting.id} />
      </Section>
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
