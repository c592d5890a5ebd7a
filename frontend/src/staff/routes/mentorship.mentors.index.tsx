import { createFileRoute, redirect } from "@tanstack/react-router";
import { MentorsPage } from "@/features/mentoring/mentors-list";
import { isMentorState } from "@/features/mentoring/queries-mentors";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";
import { steers } from "@/features/mentoring/words";
import type { MentorState } from "@/gql/graphql";

export const Route = createFileRoute("/mentorship/mentors/")({
  validateSearch: (search: Record<string, unknown>): { state?: MentorState } => ({
    state: isMentorState(search.state) ? search.state : undefined,
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
      <MentorsPage state={Route.useSearch().state} />
    </MentoringTexts>
  );
}
