import { createFileRoute } from "@tanstack/react-router";
import { PlannedPrograms } from "@/features/programs/admin-list";
import { loadPrograms } from "@/features/programs/load";

export const Route = createFileRoute("/admin/programs/")({
  loader: ({ context }) => loadPrograms(context.queryClient),
  component: PlannedPrograms,
});
