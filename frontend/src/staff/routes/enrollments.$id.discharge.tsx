import { createFileRoute, notFound } from "@tanstack/react-router";
import { DischargePage } from "@/features/programs/discharge-page";
import { loadWay } from "@/features/programs/load";
import { ProgramTexts } from "@/features/programs/texts";

export const Route = createFileRoute("/enrollments/$id/discharge")({
  loader: async ({ context, params }) => {
    if (!(await loadWay(context.queryClient, params.id))) throw notFound();
  },
  component: Page,
});

function Page() {
  const { id } = Route.useParams();
  return (
    <ProgramTexts>
      <DischargePage key={id} id={id} />
    </ProgramTexts>
  );
}
