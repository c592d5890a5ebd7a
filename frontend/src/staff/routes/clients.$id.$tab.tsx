import { createFileRoute, notFound } from "@tanstack/react-router";
import { ClientPage } from "@/features/caseload/client-page";
import { oneClient } from "@/features/caseload/queries";
import { isClientTab } from "@/features/caseload/tabs";
import { ProgramTexts, programTexts } from "@/features/programs/texts";

export const Route = createFileRoute("/clients/$id/$tab")({
  loader: async ({ context, params }) => {
    if (!isClientTab(params.tab)) throw notFound();
    const [data] = await Promise.all([context.queryClient.ensureQueryData(oneClient(params.id)), programTexts()]);
    if (!data.client) throw notFound();
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
