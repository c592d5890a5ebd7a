import { Download, FileText, Image, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { graphql } from "@/gql";
import type { DocumentPartsFragment } from "@/gql/graphql";
import { type MessageId, useLocale, useT } from "@/i18n";
import { formatDay } from "@/lib/time";
import { Badge, IconButton } from "@/ui";
import { useErrorText } from "@/ui/errors";
import { toast } from "@/ui/toaster";
import { fileKind, fileSize } from "./words";

const DeleteDialog = lazy(() => import("./delete-dialog"));

export const DocumentParts = graphql(`
  fragment DocumentParts on Document {
    id
    name
    contentType
    size
    state
    rejection
    uploadedAt
    canDelete
    scanned
    uploadedBy {
      id
      name
    }
    session {
      id
      startsAt
      zone
    }
  }
`);
export type DocumentView = DocumentPartsFragment;

const CreateDownload = graphql(`
  mutation CreateDownload($documentId: ID!) {
    createDownload(documentId: $documentId) {
      download {
        url
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const rejections: Record<NonNullable<DocumentView["rejection"]>, MessageId> = {
  SIZE: "documents.rejected.SIZE",
  CHECKSUM: "documents.rejected.CHECKSUM",
  TYPE: "documents.rejected.TYPE",
  MALWARE: "documents.rejected.MALWARE",
  UNREADABLE: "documents.rejected.UNREADABLE",
  DIMENSIONS: "documents.rejected.DIMENSIONS",
};

function State({ document }: { document: DocumentView }) {
  const t = useT();
  if (document.state === "CHECKING") return <Badge tone="info">{t("documents.checking")}</Badge>;
  if (document.state === "UPLOADING") return <Badge>{t("documents.unfinished")}</Badge>;
  if (document.state === "REJECTED") return <Badge tone="danger">{t("documents.rejected")}</Badge>;
  return null;
}

function Details({ document, showSession }: { document: DocumentView; showSession: boolean }) {
  const t = useT();
  const locale = useLocale();
  const { viewer } = centerBoot();
  const by = document.uploadedBy.id === viewer.id ? t("documents.byYou") : document.uploadedBy.name;
  const parts = [
    fileKind(document.contentType, t),
    fileSize(document.size, locale),
    `${by}, ${formatDay(document.uploadedAt, viewer.zone, locale)}`,
  ];
  if (showSession && document.session) {
    parts.push(t("documents.ofSession", { day: formatDay(document.session.startsAt, document.session.zone, locale) }));
  }
  return (
    <span className="grid text-small text-ink-2">
      <span className="break-words">{parts.join(" · ")}</span>
      {document.rejection && <span className="text-rose">{t(rejections[document.rejection])}</span>}
    </span>
  );
}

export function DocumentRow(props: { document: DocumentView; showSession: boolean }) {
  const t = useT();
  const errorText = useErrorText();
  const { document } = props;
  const download = useAction(CreateDownload, (data) => data.createDownload);
  const [deleting, setDeleting] = useState(false);
  const Icon = document.contentType.startsWith("image/") ? Image : FileText;

  async function open() {
    const outcome = await download.run({ documentId: document.id });
    // The link is good for a minute and answers as an attachment: the page stays.
    if (outcome.ok && outcome.payload.download) location.assign(outcome.payload.download.url);
    else if (!outcome.ok) toast(outcome.error ? errorText(outcome.error) : (outcome.problems[0]?.message ?? ""));
  }

  return (
    <li className="flex items-center gap-4 py-3 pr-2 pl-5">
      <span
        aria-hidden
        className="grid size-11 flex-none place-items-center rounded-control bg-iris-soft text-iris-soft-ink"
      >
        <Icon size={20} strokeWidth={1.75} />
      </span>
      <span className="grid min-w-0 flex-1 gap-0.5">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 break-words font-semibold">{document.name}</span>
          <State document={document} />
        </span>
        <Details document={document} showSession={props.showSession} />
      </span>
      {document.state === "READY" && (
        <IconButton
          label={t("documents.download", { name: document.name })}
          pending={download.pending && t("state.loading")}
          onPress={() => void open()}
        >
          <Download size={20} strokeWidth={1.75} aria-hidden />
        </IconButton>
      )}
      {document.canDelete && (
        <IconButton
          label={t("documents.delete", { name: document.name })}
          className="text-ink-2"
          onPress={() => setDeleting(true)}
        >
          <Trash2 size={20} strokeWidth={1.75} aria-hidden />
        </IconButton>
      )}
      {deleting && (
        <Suspense>
          <DeleteDialog document={document} onClose={() => setDeleting(false)} />
        </Suspense>
      )}
    </li>
  );
}
