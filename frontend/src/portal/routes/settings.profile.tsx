import { createFileRoute } from "@tanstack/react-router";
import { OwnContactRule } from "@/features/contact-rule/own-form";
import { ProfileForm } from "@/features/profile/profile-form";
import { profile } from "@/features/profile/queries";
import { useT } from "@/i18n";
import { BackLink, Card, PageHeader } from "@/ui";

export const Route = createFileRoute("/settings/profile")({
  loader: ({ context }) => context.queryClient.ensureQueryData(profile),
  component: ProfilePage,
});

function ProfilePage() {
  const t = useT();
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("settings.profile")}
        lead={t("profile.lead")}
        back={<BackLink to="/settings">{t("settings.back")}</BackLink>}
      >
        {t("settings.profile")}
      </PageHeader>
      <Card>
        <ProfileForm />
      </Card>
      <Card labelledBy="reach">
        <OwnContactRule />
      </Card>
    </div>
  );
}
