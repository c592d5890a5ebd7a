import { createFileRoute, notFound } from "@tanstack/react-router";
import { sessionHour } from "@/features/session-hour/queries";
import { CareTexts, careTexts } from "@/features/session-hour/texts";
import { NotePage } from "@/features/session-notes/page";

export const Route = createFileRoute("/sessions/$id_/note")({
  loader: async ({ context, params }) => {
    const [data] = await Promise.all([context.queryClient.ensureQueryData(sessionHour(params.id)), careTexts()]);
    if (!data.session) throw notFound();
  },
  component: Page,
});

function Page() {
  const { id } = Route.useParams();
  return (
    <CareTexts>
      <NotePage key={id} id={id} />
    </CareTexts>
  );
}
