import { createFileRoute } from "@tanstack/react-router";
import { CoveringListPage } from "@/features/covering/list-page";
import { DeskTexts, deskTexts } from "@/features/desk/texts";
import { Section } from "@/ui";

export const Route = createFileRoute("/covering/")({
  validateSearch: (search: Record<string, unknown>): { over?: true } => ({ over: search.over === true || undefined }),
  loader: deskTexts,
  component: Page,
});

function Page() {
  const { over = false } = Route.useSearch();
  return (
    <Section>
      <DeskTexts>
        <CoveringListPage key={String(over)} over={over} />
      </DeskTexts>
    </Section>
  );
}
