import { createFileRoute, redirect } from "@tanstack/react-router";
import { ProfilePage } from "@/features/mentor-space/profile-page";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";
import { mentors } from "@/features/mentoring/words";

export const Route = createFileRoute("/mentorship/mine/profile")({
  beforeLoad: () => {
    if (!mentors()) throw redirect({ to: "/home" });
  },
  loader: mentoringTexts,
  component: () => (
    <MentoringTexts>
      <ProfilePage />
    </MentoringTexts>
  ),
});
