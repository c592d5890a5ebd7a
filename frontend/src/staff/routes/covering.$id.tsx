import { createFileRoute } from "@tanstack/react-router";
import { CoveringPage } from "@/features/covering/page";
import { DeskTexts, deskTexts } from "@/features/desk/texts";
import { Section } from "@/ui";

export const Route = createFileRoute("/covering/$id")({ loader: deskTexts, component: Page });

function Page() {
  const { id } = Route.useParams();
  return (
    <Section>
      <DeskTexts>
        <CoveringPage id={id} />
      </DeskTexts>
    </Section>
  );
}
