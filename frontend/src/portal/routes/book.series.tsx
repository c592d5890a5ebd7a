import { createFileRoute } from "@tanstack/react-router";
import { readBookSearch } from "@/features/booking/search";
import { SeriesPage } from "@/features/booking/series-page";

export const Route = createFileRoute("/book/series")({
  validateSearch: readBookSearch,
  component: Series,
});

function Series() {
  const navigate = Route.useNavigate();
  return (
    <SeriesPage
      search={Route.useSearch()}
      onSearch={(change) =>
        void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
      }
    />
  );
}
