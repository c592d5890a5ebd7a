import { createFileRoute, Outlet } from "@tanstack/react-router";
import { may } from "@/api/boot";
import { ProgramTexts, programTexts } from "@/features/programs/texts";
import { useT } from "@/i18n";
import { Notice, Section } from "@/ui";

export const Route = createFileRoute("/admin/programs")({ loader: programTexts, component: Programs });

function Programs() {
  const t = useT();
  if (!may("MANAGE_CENTER")) return <Notice tone="attention">{t("error.forbidden")}</Notice>;
  return (
    <Section>
      <ProgramTexts>
        <Outlet />
      </ProgramTexts>
    </Section>
  );
}
