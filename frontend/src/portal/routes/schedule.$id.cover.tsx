import { createFileRoute } from "@tanstack/react-router";
import { OtherTime } from "@/features/cover/other-time";

export const Route = createFileRoute("/schedule/$id/cover")({
  validateSearch: (search: Record<string, unknown>): { with?: "backup" } => ({
    with: search.with === "backup" ? "backup" : undefined,
  }),
  component: CoverPage,
});

function CoverPage() {
  const { id } = Route.useParams();
  return <OtherTime sessionId={id} withBackup={Route.useSearch().with === "backup"} />;
}
