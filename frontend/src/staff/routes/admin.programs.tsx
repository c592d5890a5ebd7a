import { createFileRoute } from "@tanstack/react-router";
import { ProgramsPart } from "@/features/setup/programs";
import { programs } from "@/features/setup/queries";

export const Route = createFileRoute("/admin/programs")({
  loader: ({ context }) => context.queryClient.ensureQueryData(programs),
  component: Page,
});

function Page() {
  return (
    <div className="max-w-2xl">
      <ProgramsPart />
    </div>
  );
}
