import { createFileRoute } from "@tanstack/react-router";
import { InboxPage, type InboxView } from "@/features/groups-staff/inbox";
import { FacilitationTexts, facilitationTexts } from "@/features/groups-staff/texts";

export const Route = createFileRoute("/inbox")({
  validateSearch: (search: Record<string, unknown>): { view?: Exclude<InboxView, "open"> } => ({
    view: search.view === "requests" || search.view === "handled" ? search.view : undefined,
  }),
  loader: facilitationTexts,
  component: Page,
});

function Page() {
  const { view } = Route.useSearch();
  return (
    <FacilitationTexts>
      <InboxPage view={view ?? "open"} />
    </FacilitationTexts>
  );
}
