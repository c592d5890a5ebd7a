import { createFileRoute } from "@tanstack/react-router";
import { BookPage } from "@/features/caseload/book-page";
import { DeskTexts, deskTexts } from "@/features/desk/texts";
import { Section } from "@/ui";

const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);

export const Route = createFileRoute("/book")({
  validateSearch: (search: Record<string, unknown>): { client?: string; who?: string } => ({
    client: text(search.client),
    who: text(search.who),
  }),
  loader: deskTexts,
  component: Page,
});

function Page() {
  const { client, who } = Route.useSearch();
  return (
    <Section>
      <DeskTexts>
        <BookPage key={`${client}-${who}`} clientId={client} who={who} />
      </DeskTexts>
    </Section>
  );
}
