import { createFileRoute } from "@tanstack/react-router";
import { ProgramsPage } from "@/features/programs/list-page";
import { loadPrograms } from "@/features/programs/load";
import { ProgramTexts } from "@/features/programs/texts";

export const Route = createFileRoute("/programs/")({
  loader: ({ context }) => loadPrograms(context.queryClient),
  component: () => (
    <ProgramTexts>
      <ProgramsPage />
    </ProgramTexts>
  ),
});
