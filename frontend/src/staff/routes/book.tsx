import { createFileRoute } from "@tanstack/react-router";
import { BookPage } from "@/features/caseload/book-page";
import { DeskTexts, deskTexts } from "@/features/desk/texts";
import { Section } from "@/ui";

const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);
const instant = (value: unknown) => {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

export const Route = createFileRoute("/book")({
  validateSearch: (search: Record<string, unknown>): { client?: string; who?: string; at?: string } => ({
    client: text(search.client),
    who: text(search.who),
    at: instant(search.at),
  }),
  loader: deskTexts,
  component: Page,
});

function Page() {
  const { client, who, at } = Route.useSearch();
  return (
    <Section>
      <DeskTexts>
        <BookPage key={`${client}-${who}-${at}`} clientId={client} who={who} at={at} />
      </DeskTexts>
    </Section>
  );
}
