import { createFileRoute } from "@tanstack/react-router";
import { LibraryPage } from "@/features/library-staff/list-page";
import { readLibrarySearch } from "@/features/library-staff/search";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";

export const Route = createFileRoute("/mentorship/library/")({
  validateSearch: readLibrarySearch,
  loader: mentoringTexts,
  component: Page,
});

function Page() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <MentoringTexts>
      <LibraryPage
        search={search}
        onSearch={(change) => void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false })}
      />
    </MentoringTexts>
  );
}
