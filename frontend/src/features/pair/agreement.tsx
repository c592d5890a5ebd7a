import { useT } from "@/i18n";
import { Button, Card, Fault } from "@/ui";
import { toast } from "@/ui/toaster";
import { useAgree } from "./actions";
import { type Agreement, lives, type PairView } from "./queries";

function Lines(props: { lines: readonly string[] }) {
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

/** What two people settle between them: read and accepted once, and there to be read again. */
export function WalkAgreement(props: { pair: PairView; agreement: Agreement }) {
  const t = useT();
  const agree = useAgree();
  const { pair, agreement } = props;
  async function accept() {
    const outcome = await agree.run({ input: { mentorshipId: pair.id, version: agreement.version } });
    if (outcome.ok) toast(t("walk.agreed"));
  }
  if (pair.agreedByClient || !lives(pair)) {
    return (
      <details className="rounded-card border border-line bg-surface">
        <summary className="flex min-h-14 cursor-pointer items-center px-5 font-semibold">
          {t("walk.agreement")}
        </summary>
        <div className="grid gap-3 px-5 pb-5">
          <Lines lines={agreement.lines} />
          {lives(pair) && (
            <p className="text-small text-ink-2">
              {t(pair.agreedByMentor ? "walk.agreedBoth" : "walk.agreedMe", { name: pair.mentor.name })}
            </p>
          )}
        </div>
      </details>
    );
  }
  return (
    <Card labelledBy="walk-agreement">
      <h2 id="walk-agreement" className="text-h2">
        {t("walk.agreement")}
      </h2>
      <p className="mt-1 mb-3 measure text-small text-ink-2">{t("walk.agreementText")}</p>
      <Lines lines={agreement.lines} />
      <div className="mt-4 grid gap-2">
        <Button block pending={agree.pending && t("form.saving")} onPress={() => void accept()}>
          {t("walk.agree")}
        </Button>
        <Fault of={agree} />
      </div>
    </Card>
  );
}
