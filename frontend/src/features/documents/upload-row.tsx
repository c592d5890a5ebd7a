import { X } from "lucide-react";
import { type MessageId, useT } from "@/i18n";
import { baseName } from "@/lib/names";
import { Button, IconButton, ProgressBar } from "@/ui";
import type { UploadFault, UploadState } from "./upload";
import { maxBytes } from "./upload";
import type { Uploading } from "./use-uploads";

const faults: Record<Extract<UploadFault, string>, MessageId> = {
  size: "documents.fault.size",
  read: "documents.fault.read",
  offline: "documents.fault.offline",
  expired: "documents.fault.expired",
  store: "documents.fault.store",
};
const steps: Record<Exclude<UploadState["step"], "failed">, MessageId> = {
  preparing: "documents.preparing",
  sending: "documents.sending",
  finishing: "documents.finishing",
  done: "documents.finishing",
};

function shareOf(state: UploadState): number {
  if (state.step === "sending") return state.sent;
  return state.step === "finishing" || state.step === "done" ? 1 : 0;
}

export function UploadRow(props: { uploading: Uploading; onRetry: () => void; onRemove: () => void }) {
  const t = useT();
  const { file, state } = props.uploading;
  const failed = state.step === "failed" ? state.fault : null;
  return (
    <li className="grid gap-2 rounded-card border border-line bg-surface px-5 py-4">
      <span className="flex items-center justify-between gap-2">
        <span className="min-w-0 break-words font-semibold">{baseName(file.name)}</span>
        {failed && (
          <IconButton label={t("documents.removeFromList")} onPress={props.onRemove}>
            <X size={20} aria-hidden />
          </IconButton>
        )}
      </span>
      {failed ? (
        <div role="alert" className="grid justify-items-start gap-2">
          <p className="text-small text-rose">
            {typeof failed === "string"
              ? t(faults[failed], { size: Math.floor(maxBytes / 1024 / 1024) })
              : failed.message}
          </p>
          {failed !== "size" && (
            <Button size="small" variant="secondary" onPress={props.onRetry}>
              {t("error.tryAgain")}
            </Button>
          )}
        </div>
      ) : (
        <ProgressBar value={shareOf(state)} label={t(steps[state.step as keyof typeof steps])} />
      )}
    </li>
  );
}
