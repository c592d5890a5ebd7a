import { useT } from "@/i18n";
import { Button, Card, Fault } from "@/ui";
import { toast } from "@/ui/toaster";
import { useAcceptAgreement } from "./place-actions";

export function AgreementLines(props: { lines: readonly string[] }) {
  return (
    <ul className="m-0 grid list-disc gap-1.5 pl-5">
      {props.lines.map((line) => (
        <li key={line} className="break-words">
          {line}
        </li>
      ))}
    </ul>
  );
}

/** What the group agreed to with itself; when it changed, a member reads it and says yes before coming in again. */
export function AgreementCard(props: {
  groupId: string;
  agreement: { version: number; lines: readonly string[] };
  changed: boolean;
}) {
  const t = useT();
  const accept = useAcceptAgreement();
  const { groupId, agreement } = props;
  async function agree() {
    const outcome = await accept.run({ input: { groupId, version: agreement.version } });
    if (outcome.ok) toast(t("groups.agreed"));
  }
  return (
    <Card labelledBy="agreement">
      <h2 id="agreement" tabIndex={-1} className="text-h2">
        {t("groups.agreement")}
      </h2>
      {props.changed && (
        <p className="mt-2 rounded-control bg-honey-soft px-4 py-3 text-small text-honey-soft-ink">
          {t("groups.agreementChanged")}
        </p>
      )}
      <div className="mt-3">
        <AgreementLines lines={agreement.lines} />
      </div>
      {props.changed && (
        <div className="mt-4 grid gap-2">
          <Button block pending={accept.pending && t("form.saving")} onPress={() => void agree()}>
            {t("groups.agree")}
          </Button>
          <Fault of={accept} />
        </div>
      )}
    </Card>
  );
}
