import { useNavigate } from "@tanstack/react-router";
import { FileJson } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useAction } from "@/api/action";
import { putWithProgress, sha256 } from "@/features/documents/upload";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { BackLink, Button, Card, ErrorNotice, Notice, ProgressBar } from "@/ui";
import { TextField } from "@/ui/fields";
import { FileDrop } from "@/ui/file-drop";
import { StaffCompleteFeedImport, StaffCreateFeedImport, stale } from "./deeds";

/** 16 MB: what the server takes, too. Said here so that nobody waits for a refusal. */
const maxBytes = 16 * 1024 * 1024;
type Fault = "size" | "read" | "offline" | "expired" | "store";

/** A file on its way to its check: measured, announced, sent, completed. Each end is a state. */
function useSending() {
  const navigate = useNavigate();
  const keyOf = useAttemptKey();
  const create = useAction(StaffCreateFeedImport, (data) => data.createFeedImport, stale);
  const complete = useAction(StaffCompleteFeedImport, (data) => data.completeFeedImport, stale);
  const [sent, setSent] = useState<number>();
  const [fault, setFault] = useState<Fault>();
  const [stop] = useState(() => new AbortController());
  useEffect(() => () => stop.abort(), [stop]);

  async function go(source: string, file: File): Promise<Fault | null> {
    if (file.size === 0 || file.size > maxBytes) return "size";
    const bytes = await file.arrayBuffer().catch(() => null);
    if (!bytes) return "read";
    const wanted = { source, size: file.size, sha256: await sha256(bytes) };
    const made = await create.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } });
    if (!made.ok || !made.payload.feedImport) return null;
    const { feedImport, upload } = made.payload;
    // None: these very bytes have arrived already.
    if (upload) {
      setSent(0);
      const status = await putWithProgress({ documentId: feedImport.id, ...upload }, file, setSent, stop.signal);
      if (status === 0) return "offline";
      if (status === 403) return "expired";
      if (status < 200 || status > 299) return "store";
    }
    const done = await complete.run({ feedImportId: feedImport.id });
    if (done.ok) await navigate({ to: "/admin/listings/$id", params: { id: feedImport.id }, search: {} });
    return null;
  }
  return {
    sent,
    fault,
    pending: create.pending || complete.pending || sent !== undefined,
    problems: [...create.problems, ...complete.problems],
    error: create.error ?? complete.error,
    async send(source: string, file: File) {
      setFault(undefined);
      complete.clear();
      setFault((await go(source, file)) ?? undefined);
      setSent(undefined);
    },
  };
}

/** Brings in a list of meetings: whose it is, and its file. What it would change is shown before anything is listed. */
export function NewImport() {
  const t = useT();
  const sending = useSending();
  const [source, setSource] = useState("");
  const [file, setFile] = useState<File>();
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const ofSource = sending.problems.find((problem) => problem.path?.includes("source"));
  const others = sending.problems.filter((problem) => problem !== ofSource);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!source.trim()) field.current?.focus();
    else if (file && !sending.pending) void sending.send(source.trim(), file);
  }
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
      <BackLink to="/admin/listings">{t("staff.feeds.title")}</BackLink>
      <h2 className="text-h2">{t("staff.feeds.bringIn")}</h2>
      <p className="measure text-ink-2">{t("staff.feeds.bringInLead")}</p>
      <form noValidate className="grid grid-cols-[minmax(0,1fr)] gap-5" onSubmit={submit}>
        {sending.error && <ErrorNotice error={sending.error} title={t("form.notSaved")} />}
        {others.length > 0 && (
          <Notice tone="attention" live title={t("form.notSaved")}>
            {others.map((problem) => (
              <p key={problem.code}>{problem.message}</p>
            ))}
          </Notice>
        )}
        <TextField
          inputRef={field}
          label={t("staff.feeds.source")}
          hint={t("staff.feeds.sourceHint")}
          value={source}
          onChange={setSource}
          maxLength={120}
          error={tried && !source.trim() ? t("staff.feeds.sourceMissing") : ofSource?.message}
        />
        <FileDrop
          label={t("staff.feeds.file")}
          hint={t("staff.feeds.fileHint")}
          button={t(file ? "staff.feeds.otherFile" : "staff.feeds.pickFile")}
          accept={["application/json", ".json"]}
          onFiles={(files) => setFile(files[0])}
        />
        {file && <Chosen name={file.name} sent={sending.sent} />}
        <p role="alert" className="text-small font-semibold text-rose empty:hidden">
          {sending.fault
            ? t(`documents.fault.${sending.fault}`, { size: maxBytes / 1024 / 1024 })
            : tried && !file && t("staff.feeds.fileMissing")}
        </p>
        <Button type="submit" className="justify-self-start" pending={sending.pending && t("documents.preparing")}>
          {t("staff.feeds.check")}
        </Button>
      </form>
    </div>
  );
}

/** The file, and how much of it has arrived. */
function Chosen({ name, sent }: { name: string; sent?: number }) {
  const t = useT();
  return (
    <Card tight className="grid gap-2">
      <span className="flex items-center gap-2">
        <FileJson size={20} aria-hidden className="flex-none text-ink-2" />
        <span className="min-w-0 break-words font-semibold">{name}</span>
      </span>
      {sent !== undefined && <ProgressBar value={sent} label={t("documents.sending")} />}
    </Card>
  );
}
