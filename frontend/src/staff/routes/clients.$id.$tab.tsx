import { createFileRoute, notFound } from "@tanstack/react-router";
import { ClientPage } from "@/features/caseload/client-page";
import { loadClient } from "@/features/caseload/load";
import { isClientTab } from "@/features/caseload/tabs";
import { ProgramTexts, programTexts } from "@/features/programs/texts";

export const Route = createFileRoute("/clients/$id/$tab")({
  loader: async ({ context, params }) => {
    if (!isClientTab(params.tab)) throw notFound();
    const [there] = await Promise.all([loadClient(context.queryClient, params.id), programTexts()]);
    if (!there) throw notFound();
  },
  component: Page,
});

function Page() {
  const { id, tab } = Route.useParams();
  return (
    <ProgramTexts>
      <ClientPage key={id} id={id} tab={isClientTab(tab) ? tab : "overview"} />
    </ProgramTexts>
  );
}
