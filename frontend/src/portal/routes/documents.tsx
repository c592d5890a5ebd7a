import { createFileRoute } from "@tanstack/react-router";
import { DocumentsPanel } from "@/features/documents/panel";
import { documentPages } from "@/features/documents/queries";
import { useT } from "@/i18n";
import { PageHeader } from "@/ui";

export const Route = createFileRoute("/documents")({
  loader: ({ context }) => void context.queryClient.prefetchInfiniteQuery(documentPages({})),
  component: DocumentsPage,
});

function DocumentsPage() {
  const t = useT();
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader title={t("nav.documents")} lead={t("documents.lead")}>
        {t("nav.documents")}
      </PageHeader>
      <DocumentsPanel bare />
    </div>
  );
}
