import { createFileRoute } from "@tanstack/react-router";
import { StoryPage } from "@/features/library-staff/story-page";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";

export const Route = createFileRoute("/mentorship/library/$id")({
  loader: mentoringTexts,
  component: Page,
});

function Page() {
  const { id } = Route.useParams();
  return (
    <MentoringTexts>
      <StoryPage key={id} id={id} />
    </MentoringTexts>
  );
}
