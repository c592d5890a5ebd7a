import { createFileRoute, Outlet } from "@tanstack/react-router";
import { may } from "@/api/boot";
import { FeedTexts } from "@/features/listings-staff/texts";
import { useT } from "@/i18n";
import { Notice, Section } from "@/ui";

export const Route = createFileRoute("/admin/listings")({ component: Listings });

function Listings() {
  const t = useT();
  if (!may("MANAGE_CENTER")) return <Notice tone="attention">{t("error.forbidden")}</Notice>;
  return (
    <Section>
      <FeedTexts>
        <Outlet />
      </FeedTexts>
    </Section>
  );
}
