import { useState } from "react";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { useT } from "@/i18n";
import { graphql } from "@/ops/gql";
import type { CenterRowFragment } from "@/ops/gql/graphql";
import { Button, ErrorNotice } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { Dialog } from "@/ui/overlay";
import { toast } from "@/ui/toaster";

const SuspendCenter = graphql(`
  mutation SuspendCenter($centerId: ID!, $reason: String!) {
    suspendCenter(centerId: $centerId, reason: $reason) {
      center {
        id
        state
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
const ResumeCenter = graphql(`
  mutation ResumeCenter($centerId: ID!) {
    resumeCenter(centerId: $centerId) {
      center {
        id
        state
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);

/** Suspend or resume, each after saying what it means. */
export function CenterDeeds({ center }: { center: CenterRowFragment }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const suspended = center.state === "SUSPENDED";
  const label = t(suspended ? "ops.resume" : "ops.suspend");
  return (
    <>
      <Button size="small" variant="secondary" aria-label={`${label}: ${center.name}`} onPress={() => setOpen(true)}>
        {label}
      </Button>
      {open && suspended && <ResumeDialog center={center} onClose={() => setOpen(false)} />}
      {open && !suspended && <SuspendDialog center={center} onClose={() => setOpen(false)} />}
    </>
  );
}

type Props = { center: CenterRowFragment; onClose: () => void };

function SuspendDialog({ center, onClose }: Props) {
  const t = useT();
  const suspend = useAction(SuspendCenter, (data) => data.suspendCenter, { invalidates: [keys.centers] });
  const form = useServerForm<{ reason: string }>({
    schema: v.object({ reason: v.pipe(v.string(), v.trim(), v.nonEmpty(t("ops.reasonMissing"))) }),
    values: { reason: "" },
  });
  async function save({ reason }: { reason: string }) {
    if (!form.take(await suspend.run({ centerId: center.id, reason }))) return;
    toast(t("ops.suspended", { name: center.name }));
    onClose();
  }
  return (
    <Dialog isOpen title={t("ops.suspendTitle", { name: center.name })} onOpenChange={(open) => !open && onClose()}>
      <ul className="m-0 grid gap-1.5 pl-5 text-ink-2">
        <li>{t("ops.suspendReadOnly")}</li>
        <li>{t("ops.suspendHelp")}</li>
        <li>{t("ops.suspendNothingLost")}</li>
      </ul>
      <Form form={form} onSubmit={save}>
        <FormText name="reason" multiline rows={2} label={t("ops.reason")} hint={t("ops.reasonHint")} maxLength={500} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="danger" pending={suspend.pending && t("form.saving")}>
            {t("ops.suspendNow")}
          </Button>
          <Button variant="secondary" onPress={onClose}>
            {t("form.cancel")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

function ResumeDialog({ center, onClose }: Props) {
  const t = useT();
  const resume = useAction(ResumeCenter, (data) => data.resumeCenter, { invalidates: [keys.centers] });
  const problem = resume.problems[0];
  async function run() {
    const outcome = await resume.run({ centerId: center.id });
    if (!outcome.ok) return;
    toast(t("ops.resumed", { name: center.name }));
    onClose();
  }
  return (
    <Dialog isOpen title={t("ops.resumeTitle", { name: center.name })} onOpenChange={(open) => !open && onClose()}>
      <p className="text-ink-2">{t("ops.resumeText")}</p>
      {resume.error && <ErrorNotice error={resume.error} />}
      {problem && (
        <p role="alert" className="font-semibold text-rose">
          {problem.message}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button pending={resume.pending && t("form.saving")} onPress={() => void run()}>
          {t("ops.resumeNow")}
        </Button>
        <Button variant="secondary" onPress={onClose}>
          {t("form.cancel")}
        </Button>
      </div>
    </Dialog>
  );
}
