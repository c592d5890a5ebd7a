import { createFileRoute } from "@tanstack/react-router";
import { DeskTexts, deskTexts } from "@/features/desk/texts";
import { WaitingListPage } from "@/features/waits/list-page";
import { readWaitSearch } from "@/features/waits/search";
import { Section } from "@/ui";

export const Route = createFileRoute("/waiting")({
  validateSearch: readWaitSearch,
  loader: deskTexts,
  component: Page,
});

function Page() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <Section>
      <DeskTexts>
        <WaitingListPage
          search={search}
          onSearch={(change) =>
            void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
          }
        />
      </DeskTexts>
    </Section>
  );
}
