import { createFileRoute } from "@tanstack/react-router";
import { profile } from "@/features/profile/queries";
import { RemindersForm } from "@/features/profile/reminders-form";
import { useT } from "@/i18n";
import { BackLink, Card, PageHeader } from "@/ui";

export const Route = createFileRoute("/settings/reminders")({
  loader: ({ context }) => context.queryClient.ensureQueryData(profile),
  component: RemindersPage,
});

function RemindersPage() {
  const t = useT();
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("settings.reminders")}
        lead={t("reminders.lead")}
        back={<BackLink to="/settings">{t("settings.back")}</BackLink>}
      >
        {t("settings.reminders")}
      </PageHeader>
      <Card>
        <RemindersForm />
      </Card>
    </div>
  );
}
