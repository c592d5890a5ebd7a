import { createFileRoute } from "@tanstack/react-router";
import { myExperiences } from "@/features/experiences/queries";
import { Sharing } from "@/features/experiences/sharing";
import { WalkTexts, walkTexts } from "@/features/mentor/texts";
import { useT } from "@/i18n";
import { BackLink, Card, PageHeader, Section } from "@/ui";

export const Route = createFileRoute("/settings/sharing")({
  loader: async ({ context }) => {
    await Promise.all([walkTexts(), context.queryClient.ensureQueryData(myExperiences)]);
  },
  component: SharingPage,
});

function SharingPage() {
  return (
    <WalkTexts>
      <Inside />
    </WalkTexts>
  );
}

function Inside() {
  const t = useT();
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("walk.sharing")}
        lead={t("walk.sharingLead")}
        back={<BackLink to="/settings">{t("settings.back")}</BackLink>}
      >
        {t("walk.sharing")}
      </PageHeader>
      <Card labelledBy="steps">
        <h2 id="steps" className="mb-3 text-h3">
          {t("walk.shareHow")}
        </h2>
        <dl className="m-0 grid gap-3 text-small">
          {(["OFF", "SILENT", "SHARED", "FULL"] as const).map((step) => (
            <div key={step} className="grid gap-0.5">
              <dt className="font-semibold">{t(`walk.share.${step}`)}</dt>
              <dd className="m-0 measure text-ink-2">{t(`walk.shareMeans.${step}`)}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Section>
        <Sharing />
      </Section>
    </div>
  );
}
