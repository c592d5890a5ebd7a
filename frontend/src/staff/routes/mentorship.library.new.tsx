import { createFileRoute } from "@tanstack/react-router";
import { NewStoryPage } from "@/features/library-staff/story-form";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";

export const Route = createFileRoute("/mentorship/library/new")({
  loader: mentoringTexts,
  component: () => (
    <MentoringTexts>
      <NewStoryPage />
    </MentoringTexts>
  ),
});
