import { createFileRoute, notFound } from "@tanstack/react-router";
import { MeetingPage, type MeetingView } from "@/features/groups-staff/meeting-page";
import { oneMeeting } from "@/features/groups-staff/queries-meeting";
import { FacilitationTexts, facilitationTexts } from "@/features/groups-staff/texts";

export const Route = createFileRoute("/groups/$id/meetings/$mid")({
  validateSearch: (search: Record<string, unknown>): { view?: Exclude<MeetingView, "sheet"> } => ({
    view: search.view === "roster" || search.view === "notes" ? search.view : undefined,
  }),
  loader: async ({ context, params }) => {
    await facilitationTexts();
    const data = await context.queryClient.ensureQueryData(oneMeeting(params.mid));
    if (!data.meeting) throw notFound();
  },
  component: Page,
});

function Page() {
  const { id, mid } = Route.useParams();
  const { view } = Route.useSearch();
  return (
    <FacilitationTexts>
      <MeetingPage key={mid} groupId={id} meetingId={mid} view={view ?? "sheet"} />
    </FacilitationTexts>
  );
}
