import { createFileRoute, notFound } from "@tanstack/react-router";
import { BoardPage } from "@/features/programs/board";
import { loadProgram } from "@/features/programs/load";
import { readBoard } from "@/features/programs/search";
import { ProgramTexts } from "@/features/programs/texts";

export const Route = createFileRoute("/programs/$id")({
  validateSearch: readBoard,
  loader: async ({ context, params }) => {
    if (!(await loadProgram(context.queryClient, params.id))) throw notFound();
  },
  component: Page,
});

function Page() {
  const { id } = Route.useParams();
  const search = Route.useSearch();
  return (
    <ProgramTexts>
      <BoardPage key={id} id={id} search={search} />
    </ProgramTexts>
  );
}
