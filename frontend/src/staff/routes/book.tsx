import { createFileRoute } from "@tanstack/react-router";
import { BookPage } from "@/features/caseload/book-page";

const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);

export const Route = createFileRoute("/book")({
  validateSearch: (search: Record<string, unknown>): { client?: string; who?: string } => ({
    client: text(search.client),
    who: text(search.who),
  }),
  component: Page,
});

function Page() {
  const { client, who } = Route.useSearch();
  return <BookPage key={`${client}-${who}`} clientId={client} who={who} />;
}
