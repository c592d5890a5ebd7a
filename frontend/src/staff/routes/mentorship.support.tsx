import { createFileRoute, redirect } from "@tanstack/react-router";
import { SupportPage } from "@/features/mentoring/support";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";
import { steers } from "@/features/mentoring/words";

export const Route = createFileRoute("/mentorship/support")({
  beforeLoad: () => {
    if (!steers()) throw redirect({ to: "/mentorship" });
  },
  loader: mentoringTexts,
  component: () => (
    <MentoringTexts>
      <SupportPage />
    </MentoringTexts>
  ),
});
