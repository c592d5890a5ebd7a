import { createFileRoute, notFound } from "@tanstack/react-router";
import { HolderPage } from "@/features/mentoring/holders";
import { oneHolder } from "@/features/mentoring/queries-mentors";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";

/** Also for whoever looks at their own: the server knows whose they are. */
export const Route = createFileRoute("/mentorship/credentials/$id")({
  loader: async ({ context, params }) => {
    await mentoringTexts();
    const data = await context.queryClient.ensureQueryData(oneHolder(params.id));
    if (!data.credentialHolder) throw notFound();
  },
  component: Page,
});

function Page() {
  const { id } = Route.useParams();
  return (
    <MentoringTexts>
      <HolderPage key={id} id={id} />
    </MentoringTexts>
  );
}
