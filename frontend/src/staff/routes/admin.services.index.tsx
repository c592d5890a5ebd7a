import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { LinesPage } from "@/features/service-lines/lines-page";
import { readLinesSearch } from "@/features/service-lines/search";

export const Route = createFileRoute("/admin/services/")({ validateSearch: readLinesSearch, component: Page });

function Page() {
  const search = Route.useSearch();
  const navigate = useNavigate({ from: "/admin/services" });
  return (
    <LinesPage
      search={search}
      onSearch={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
      }
    />
  );
}
