import { createFileRoute } from "@tanstack/react-router";
import { may } from "@/api/boot";
import { DeskTexts, deskTexts } from "@/features/desk/texts";
import { SessionKindsPage } from "@/features/session-kinds/list-page";
import { sessionKinds } from "@/features/session-kinds/queries";
import { useT } from "@/i18n";
import { Notice, Section } from "@/ui";

export const Route = createFileRoute("/admin/session-types")({
  loader: ({ context }) => Promise.all([deskTexts(), context.queryClient.ensureQueryData(sessionKinds)]),
  component: Page,
});

function Page() {
  const t = useT();
  if (!may("MANAGE_CENTER")) return <Notice tone="attention">{t("error.forbidden")}</Notice>;
  return (
    <Section>
      <DeskTexts>
        <SessionKindsPage />
      </DeskTexts>
    </Section>
  );
}
