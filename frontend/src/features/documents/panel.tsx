import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { MoreButton, Section, SkeletonList } from "@/ui";
import { FileDrop } from "@/ui/file-drop";
import { documentPages } from "./queries";
import { DocumentParts, DocumentRow } from "./row";
import { UploadRow } from "./upload-row";
import { useUploads } from "./use-uploads";

type PanelProps = {
  /** Whose documents; left out: the viewer's own. */
  clientId?: string;
  /** Only those of one session. */
  sessionId?: string;
  /** The page's heading already says Documents. */
  bare?: boolean;
};

/** Documents: a list, and a place to add some. Used by the portal, and by staff with `clientId`. */
export function DocumentsPanel(props: PanelProps) {
  const t = useT();
  const uploads = useUploads({ clientId: props.clientId ?? centerBoot().viewer.id, sessionId: props.sessionId });
  return (
    <section aria-label={t("documents.title")} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {!props.bare && <h2 className="text-h2">{t("documents.title")}</h2>}
      <Section
        loading={<SkeletonList label={t("state.loading")} rows={2} rowClass="h-18 w-full rounded-card" />}
        title={t("documents.failed")}
      >
        <List {...props} />
      </Section>
      {uploads.list.length > 0 && (
        <ul aria-label={t("documents.onTheWay")} className="m-0 grid list-none gap-2 p-0">
          {uploads.list.map((one) => (
            <UploadRow
              key={one.id}
              uploading={one}
              onRetry={() => uploads.retry(one)}
              onRemove={() => uploads.remove(one.id)}
            />
          ))}
        </ul>
      )}
      <FileDrop
        label={t("documents.drop")}
        hint={t("documents.hint")}
        button={t("documents.add")}
        accept={["application/pdf", "image/png", "image/jpeg", "image/heic", "text/plain", ".docx"]}
        onFiles={uploads.add}
      />
    </section>
  );
}

function List(props: PanelProps) {
  const t = useT();
  const pages = documentPages({ clientId: props.clientId, sessionId: props.sessionId });
  const list = useSuspenseInfiniteQuery({
    ...pages,
    // A file that is being checked will be ready in a moment.
    refetchInterval: (query) => (hasOpen(query.state.data?.pages) ? 3000 : false),
  });
  const documents = list.data.pages.flatMap((page) => page.documents.nodes.map((node) => unmask(DocumentParts, node)));
  if (!documents.length) {
    // The place to add one stands right below: it is the thing to do.
    return <p className="measure text-ink-2">{t(props.sessionId ? "documents.noneSession" : "documents.none")}</p>;
  }
  return (
    <>
      <ul
        aria-label={t("documents.title")}
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {documents.map((document) => (
          <DocumentRow key={document.id} document={document} showSession={!props.sessionId} />
        ))}
      </ul>
      <MoreButton list={list} label={t("documents.more")} />
    </>
  );
}

function hasOpen(pages: ReadonlyArray<{ documents: { nodes: readonly unknown[] } }> | undefined): boolean {
  const states = pages?.flatMap((page) => page.documents.nodes.map((node) => (node as { state?: string }).state));
  return Boolean(states?.includes("CHECKING"));
}
