import { createFileRoute, redirect } from "@tanstack/react-router";
import { BoardPage } from "@/features/mentoring/board";
import { readBoardSearch } from "@/features/mentoring/search";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";
import { mentors, steers } from "@/features/mentoring/words";

export const Route = createFileRoute("/mentorship/")({
  validateSearch: readBoardSearch,
  beforeLoad: () => {
    if (!steers()) throw redirect({ to: mentors() ? "/mentorship/mine" : "/mentorship/library" });
  },
  loader: mentoringTexts,
  component: Page,
});

function Page() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <MentoringTexts>
      <BoardPage
        search={search}
        onSearch={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), state: true, resetScroll: false })
        }
      />
    </MentoringTexts>
  );
}
