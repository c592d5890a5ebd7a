import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { NearbyPage } from "@/features/listings-staff/nearby";
import { readStaffNearby } from "@/features/listings-staff/search";

export const Route = createFileRoute("/admin/listings/nearby")({ validateSearch: readStaffNearby, component: Page });

function Page() {
  const search = Route.useSearch();
  const navigate = useNavigate({ from: "/admin/listings/nearby" });
  return (
    <NearbyPage
      search={search}
      onSearch={(change) =>
        void navigate({
          search: (before) => ({ ...before, ...change }),
          state: true,
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
}
