import { createFileRoute, Outlet } from "@tanstack/react-router";
import { may } from "@/api/boot";
import { LineTexts, lineTexts } from "@/features/service-lines/texts";
import { useT } from "@/i18n";
import { Notice, Section } from "@/ui";

export const Route = createFileRoute("/admin/services")({ loader: lineTexts, component: Services });

function Services() {
  const t = useT();
  if (!may("BILL_SERVICES")) return <Notice tone="attention">{t("error.forbidden")}</Notice>;
  return (
    <Section>
      <LineTexts>
        <Outlet />
      </LineTexts>
    </Section>
  );
}
