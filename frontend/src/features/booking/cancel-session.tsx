import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { SeriesScope } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, ErrorNotice, Notice } from "@/ui";
import { TextField } from "@/ui/fields";
import type { SessionView } from "./session";
import { useCancel } from "./use-cancel";

/** Cancels a session, or more of its series: without a reason, and with a way back. */
export function CancelSession({ session, scope }: { session: SessionView; scope: SeriesScope }) {
  const t = useT();
  const navigate = useNavigate();
  const cancel = useCancel();
  const [reason, setReason] = useState("");
  const [telling, setTelling] = useState(false);
  async function run() {
    if (await cancel.run(session, scope, reason)) await navigate({ to: "/today" });
  }
  return (
    <section aria-label={t("cancel.title")} className="grid gap-3 rounded-card border border-line bg-surface p-5">
      {cancel.error && <ErrorNotice error={cancel.error} title={t("cancel.failed")} />}
      {cancel.problem && (
        <Notice tone="attention" live>
          {cancel.problem.message}
        </Notice>
      )}
      {session.isLate && (
        <p className="measure text-small">
          {t(scope === "ONE" ? "cancel.late" : "mySeries.late", { name: session.counselor.name })}
        </p>
      )}
      {telling && (
        <TextField
          autoFocus
          label={t("cancel.reason", { name: session.counselor.name })}
          hint={t("cancel.reasonHint")}
          multiline
          rows={2}
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
      )}
      <div className="grid gap-2 sm:flex">
        <Button variant="secondary" pending={cancel.pending && t("cancel.cancelling")} onPress={() => void run()}>
          {scope === "ONE" ? t("cancel.title") : t(`mySeries.cancel.${scope}`)}
        </Button>
        {!telling && (
          <Button variant="quiet" onPress={() => setTelling(true)}>
            {t("cancel.addReason")}
          </Button>
        )}
      </div>
      <p className="text-small text-ink-2">{t("cancel.hint")}</p>
    </section>
  );
}
