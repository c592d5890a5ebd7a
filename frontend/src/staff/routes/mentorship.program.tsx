import { createFileRoute, redirect } from "@tanstack/react-router";
import { ProgramPage } from "@/features/mentoring/program-page";
import { readProgramSearch } from "@/features/mentoring/search";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";
import { steers } from "@/features/mentoring/words";

export const Route = createFileRoute("/mentorship/program")({
  validateSearch: readProgramSearch,
  beforeLoad: () => {
    if (!steers()) throw redirect({ to: "/mentorship" });
  },
  loader: mentoringTexts,
  component: Page,
});

function Page() {
  const { program } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <MentoringTexts>
      <ProgramPage
        program={program}
        onProgram={(next) => void navigate({ search: { program: next }, state: true, resetScroll: false })}
      />
    </MentoringTexts>
  );
}
