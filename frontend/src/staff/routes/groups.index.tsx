import { createFileRoute } from "@tanstack/react-router";
import { GroupsPage } from "@/features/groups-staff/list-page";
import { readGroupSearch } from "@/features/groups-staff/search";
import { FacilitationTexts, facilitationTexts } from "@/features/groups-staff/texts";

export const Route = createFileRoute("/groups/")({
  validateSearch: readGroupSearch,
  loader: facilitationTexts,
  component: Page,
});

function Page() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <FacilitationTexts>
      <GroupsPage
        search={search}
        onSearch={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), state: true, resetScroll: false })
        }
      />
    </FacilitationTexts>
  );
}
