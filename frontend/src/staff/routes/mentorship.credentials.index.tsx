import { createFileRoute, redirect } from "@tanstack/react-router";
import { HoldersPage } from "@/features/mentoring/holders";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";
import { steers } from "@/features/mentoring/words";

export const Route = createFileRoute("/mentorship/credentials/")({
  beforeLoad: () => {
    if (!steers()) throw redirect({ to: "/mentorship" });
  },
  loader: mentoringTexts,
  component: Page,
});

function Page() {
  return (
    <MentoringTexts>
      <HoldersPage />
    </MentoringTexts>
  );
}
