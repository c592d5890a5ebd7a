import { createFileRoute } from "@tanstack/react-router";
import { InboxPage, type InboxView } from "@/features/groups-staff/inbox";

export const Route = createFileRoute("/inbox")({
  validateSearch: (search: Record<string, unknown>): { view?: Exclude<InboxView, "open"> } => ({
    view: search.view === "requests" || search.view === "handled" ? search.view : undefined,
  }),
  component: Page,
});

function Page() {
  const { view } = Route.useSearch();
  return <InboxPage view={view ?? "open"} />;
}
