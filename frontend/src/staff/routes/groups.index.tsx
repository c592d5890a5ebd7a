import { createFileRoute } from "@tanstack/react-router";
import { GroupsPage } from "@/features/groups-staff/list-page";
import { readGroupSearch } from "@/features/groups-staff/search";

export const Route = createFileRoute("/groups/")({ validateSearch: readGroupSearch, component: Page });

function Page() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <GroupsPage
      search={search}
      onSearch={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), state: true, resetScroll: false })
      }
    />
  );
}
