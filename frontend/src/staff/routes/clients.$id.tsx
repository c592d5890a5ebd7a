import { createFileRoute, notFound } from "@tanstack/react-router";
import { ClientPage, type ClientTab } from "@/features/caseload/client-page";
import { oneClient } from "@/features/caseload/queries";

export const Route = createFileRoute("/clients/$id")({
  validateSearch: (search: Record<string, unknown>): { tab?: Exclude<ClientTab, "overview"> } => ({
    tab: search.tab === "sessions" || search.tab === "documents" ? search.tab : undefined,
  }),
  loader: async ({ context, params }) => {
    const data = await context.queryClient.ensureQueryData(oneClient(params.id));
    if (!data.client) throw notFound();
  },
  component: Page,
});

function Page() {
  const { id } = Route.useParams();
  const { tab } = Route.useSearch();
  return <ClientPage key={id} id={id} tab={tab ?? "overview"} />;
}
