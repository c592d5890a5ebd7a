import { createFileRoute } from "@tanstack/react-router";
import { DeskTexts, deskTexts } from "@/features/desk/texts";
import { OutcomesPage } from "@/features/outcomes/page";
import { Section } from "@/ui";

export const Route = createFileRoute("/outcomes")({ loader: deskTexts, component: Page });

function Page() {
  return (
    <Section>
      <DeskTexts>
        <OutcomesPage />
      </DeskTexts>
    </Section>
  );
}
