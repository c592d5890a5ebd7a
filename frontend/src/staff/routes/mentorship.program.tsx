import { createFileRoute, redirect } from "@tanstack/react-router";
import { ProgramPage } from "@/features/mentoring/program-page";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";
import { steers } from "@/features/mentoring/words";

export const Route = createFileRoute("/mentorship/program")({
  beforeLoad: () => {
    if (!steers()) throw redirect({ to: "/mentorship" });
  },
  loader: mentoringTexts,
  component: () => (
    <MentoringTexts>
      <ProgramPage />
    </MentoringTexts>
  ),
});
