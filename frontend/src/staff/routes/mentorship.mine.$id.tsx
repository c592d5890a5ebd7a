import { createFileRoute, notFound, redirect } from "@tanstack/react-router";
import { PairPage } from "@/features/mentor-space/pair-page";
import { type PairPart, pairParts } from "@/features/mentor-space/parts";
import { ownPair } from "@/features/mentor-space/queries";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";
import { mentors } from "@/features/mentoring/words";

export const Route = createFileRoute("/mentorship/mine/$id")({
  validateSearch: (search: Record<string, unknown>): { part?: Exclude<PairPart, "messages"> } => ({
    part: pairParts.find((part) => part !== "messages" && part === search.part) as Exclude<PairPart, "messages">,
  }),
  beforeLoad: () => {
    if (!mentors()) throw redirect({ to: "/home" });
  },
  loader: async ({ context, params }) => {
    await mentoringTexts();
    const data = await context.queryClient.ensureQueryData(ownPair(params.id));
    if (!data.mentorship) throw notFound();
  },
  component: Page,
});

function Page() {
  const { id } = Route.useParams();
  return (
    <MentoringTexts>
      <PairPage key={id} id={id} part={Route.useSearch().part ?? "messages"} />
    </MentoringTexts>
  );
}
