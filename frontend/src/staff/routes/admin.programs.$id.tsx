import { createFileRoute, notFound } from "@tanstack/react-router";
import { PlannedProgram } from "@/features/programs/admin-page";
import { loadProgram } from "@/features/programs/load";
import { type PlanPart, planParts } from "@/features/programs/plan-parts";

export const Route = createFileRoute("/admin/programs/$id")({
  validateSearch: (search: Record<string, unknown>): { part?: Exclude<PlanPart, "details"> } => {
    const part = planParts.find((one) => one === search.part);
    return { part: part === "details" ? undefined : part };
  },
  loader: async ({ context, params }) => {
    if (!(await loadProgram(context.queryClient, params.id))) throw notFound();
  },
  component: Page,
});

function Page() {
  const { id } = Route.useParams();
  const { part } = Route.useSearch();
  return <PlannedProgram key={id} id={id} part={part ?? "details"} />;
}
