import { createFileRoute, redirect } from "@tanstack/react-router";
import { MinePage } from "@/features/mentor-space/mine-page";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";
import { mentors } from "@/features/mentoring/words";

export const Route = createFileRoute("/mentorship/mine/")({
  beforeLoad: () => {
    if (!mentors()) throw redirect({ to: "/home" });
  },
  loader: mentoringTexts,
  component: () => (
    <MentoringTexts>
      <MinePage />
    </MentoringTexts>
  ),
});
