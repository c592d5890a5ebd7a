import { createFileRoute, redirect } from "@tanstack/react-router";
import { ConflictsPage } from "@/features/mentoring/conflicts";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";
import { steers } from "@/features/mentoring/words";

export const Route = createFileRoute("/mentorship/conflicts")({
  validateSearch: (search: Record<string, unknown>): { member?: string } => ({
    member: typeof search.member === "string" && search.member ? search.member : undefined,
  }),
  beforeLoad: () => {
    if (!steers()) throw redirect({ to: "/mentorship" });
  },
  loader: mentoringTexts,
  component: Page,
});

function Page() {
  return (
    <MentoringTexts>
      <ConflictsPage member={Route.useSearch().member} />
    </MentoringTexts>
  );
}
