import { createFileRoute } from "@tanstack/react-router";
import { PasswordForm } from "@/features/profile/password-form";
import { signIns } from "@/features/profile/queries";
import { SignInList } from "@/features/profile/sign-ins";
import { useT } from "@/i18n";
import { BackLink, Card, PageHeader, Section } from "@/ui";

export const Route = createFileRoute("/settings/privacy")({
  loader: ({ context }) => context.queryClient.ensureQueryData(signIns),
  component: PrivacyPage,
});

function PrivacyPage() {
  const t = useT();
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("settings.privacy")}
        lead={t("privacy.lead")}
        back={<BackLink to="/settings">{t("settings.back")}</BackLink>}
      >
        {t("settings.privacy")}
      </PageHeader>
      <h2 className="text-h2">{t("devices.title")}</h2>
      <SignInList />
      <h2 className="mt-3 text-h2">{t("password.title")}</h2>
      <Card>
        <Section>
          <PasswordForm />
        </Section>
      </Card>
    </div>
  );
}
