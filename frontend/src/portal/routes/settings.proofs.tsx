import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";
import { GroupTexts, groupTexts } from "@/features/groups/texts";
import { ProofForm } from "@/features/proofs/form";
import { ProofList } from "@/features/proofs/list";
import { proofGroups, proofPages } from "@/features/proofs/queries";
import { useT } from "@/i18n";
import { BackLink, Button, Card, PageHeader, Section } from "@/ui";

export const Route = createFileRoute("/settings/proofs")({
  loader: async ({ context }) => {
    void context.queryClient.prefetchQuery(proofGroups);
    await Promise.all([groupTexts(), context.queryClient.ensureInfiniteQueryData(proofPages)]);
  },
  component: ProofsPage,
});

function ProofsPage() {
  return (
    <GroupTexts>
      <Inside />
    </GroupTexts>
  );
}

function Inside() {
  const t = useT();
  const [making, setMaking] = useState(false);
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("settings.proofs")}
        lead={t("proofs.lead")}
        back={<BackLink to="/settings">{t("settings.back")}</BackLink>}
      >
        {t("settings.proofs")}
      </PageHeader>
      {making ? (
        <Card labelledBy="new-proof">
          <h2 id="new-proof" className="mb-4 text-h2">
            {t("proofs.new")}
          </h2>
          <Section>
            <ProofForm onClose={() => setMaking(false)} />
          </Section>
        </Card>
      ) : (
        <Button className="justify-self-start" onPress={() => setMaking(true)}>
          {t("proofs.new")}
        </Button>
      )}
      <Section>
        <ProofList />
      </Section>
    </div>
  );
}
