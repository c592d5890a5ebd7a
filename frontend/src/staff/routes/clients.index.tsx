import { createFileRoute } from "@tanstack/react-router";
import { ClientsPage } from "@/features/caseload/list-page";
import { loadPrograms } from "@/features/programs/load";
import { readCases } from "@/features/programs/search";
import { ProgramTexts } from "@/features/programs/texts";

export const Route = createFileRoute("/clients/")({
  validateSearch: readCases,
  loader: ({ context }) => loadPrograms(context.queryClient),
  component: Page,
});

function Page() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <ProgramTexts>
      <ClientsPage
        search={search}
        onSearch={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), state: true, resetScroll: false })
        }
      />
    </ProgramTexts>
  );
}
