import { createFileRoute, redirect } from "@tanstack/react-router";
import { BeginPage } from "@/features/programs/begin-page";
import { loadPrograms } from "@/features/programs/load";
import { mayMove } from "@/features/programs/may";
import { ProgramTexts } from "@/features/programs/texts";

const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);

export const Route = createFileRoute("/programs/begin")({
  validateSearch: (search: Record<string, unknown>): { program?: string; client?: string } => ({
    program: text(search.program),
    client: text(search.client),
  }),
  beforeLoad: () => {
    if (!mayMove()) throw redirect({ to: "/programs" });
  },
  loader: ({ context }) => loadPrograms(context.queryClient),
  component: Page,
});

function Page() {
  const { program, client } = Route.useSearch();
  return (
    <ProgramTexts>
      <BeginPage key={`${program}-${client}`} program={program} client={client} />
    </ProgramTexts>
  );
}
