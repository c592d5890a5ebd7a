import { createFileRoute, redirect } from "@tanstack/react-router";
import { isClientTab } from "@/features/caseload/tabs";

/** An address without a part shows the first; `?tab=` is how parts were named before. */
export const Route = createFileRoute("/clients/$id/")({
  validateSearch: (search: Record<string, unknown>): { tab?: string } => ({
    tab: typeof search.tab === "string" ? search.tab : undefined,
  }),
  beforeLoad: ({ params, search }) => {
    const tab = search.tab && isClientTab(search.tab) ? search.tab : "overview";
    throw redirect({ to: "/clients/$id/$tab", params: { id: params.id, tab }, search: {}, replace: true });
  },
});
