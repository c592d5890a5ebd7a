import { createFileRoute, notFound } from "@tanstack/react-router";
import { ClientPage, type ClientTab } from "@/features/caseload/client-page";
import { oneClient } from "@/features/caseload/queries";

const tabs = ["sessions", "documents", "groups"] as const;

export const Route = createFileRoute("/clients/$id")({
  validateSearch: (search: Record<string, unknown>): { tab?: Exclude<ClientTab, "overview"> } => ({
    tab: tabs.find((tab) => tab === search.tab),
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
