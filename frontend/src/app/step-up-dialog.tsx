import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useAction } from "@/api/action";
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import { useT } from "@/i18n";
import { Button } from "@/ui/button";
import { ErrorNotice } from "@/ui/errors";
import { TextField } from "@/ui/fields";
import { Dialog } from "@/ui/overlay";

const StepUpViewer = graphql(`
  query StepUpViewer {
    viewer {
      hasPassword
    }
  }
`);
const RequestStepUp = graphql(`
  mutation RequestStepUp {
    requestStepUp {
      sentTo
      problems {
        ...ProblemParts
      }
    }
  }
`);
const StepUp = graphql(`
  mutation StepUp($input: StepUpInput!) {
    stepUp(input: $input) {
      viewer {
        stepUpUntil
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** First a code is asked for, then it (or the password) proves who this is. */
function useProof(onProven: () => void) {
  const t = useT();
  const [byPassword, setByPassword] = useState(false);
  const [sentTo, setSentTo] = useState<string>();
  const [secret, setSecret] = useState("");
  const [missing, setMissing] = useState<string>();
  const send = useAction(RequestStepUp, (data) => data.requestStepUp);
  const prove = useAction(StepUp, (data) => data.stepUp);
  const asking = byPassword || sentTo !== undefined;
  const fault = missing ?? prove.problems[0]?.message ?? send.problems[0]?.message;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!asking) {
      const outcome = await send.run();
      if (outcome.ok) setSentTo(outcome.payload.sentTo ?? "");
      return;
    }
    const value = byPassword ? secret : secret.replace(/\D/g, "");
    if (!value) {
      setMissing(t(byPassword ? "stepUp.passwordMissing" : "stepUp.codeMissing"));
      return;
    }
    setMissing(undefined);
    const outcome = await prove.run({ input: byPassword ? { password: value } : { code: value } });
    if (outcome.ok) onProven();
  }

  function swap(toPassword: boolean) {
    setByPassword(toPassword);
    setSecret("");
    setMissing(undefined);
    prove.clear();
  }
  return { byPassword, swap, asking, sentTo, secret, setSecret, fault, send, prove, submit };
}

/** Asks for a code from the mail, or the password where there is one. */
export default function StepUpDialog(props: { onDone: (proven: boolean) => void }) {
  const t = useT();
  const viewer = useQuery(gql(keys.viewer, StepUpViewer));
  const { byPassword, swap, asking, sentTo, secret, setSecret, fault, send, prove, submit } = useProof(() =>
    props.onDone(true),
  );
  return (
    <Dialog isOpen onOpenChange={(open) => !open && props.onDone(false)} title={t("stepUp.title")}>
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
        <p className="text-ink-2">{t("stepUp.text")}</p>
        {(prove.error ?? send.error) && <ErrorNotice error={prove.error ?? send.error} />}
        {asking ? (
          <TextField
            key={byPassword ? "password" : "code"}
            autoFocus
            label={t(byPassword ? "stepUp.password" : "stepUp.code")}
            hint={byPassword ? undefined : t("stepUp.codeHint", { address: sentTo ?? "" })}
            type={byPassword ? "password" : "text"}
            inputMode={byPassword ? undefined : "numeric"}
            autoComplete={byPassword ? "current-password" : "one-time-code"}
            value={secret}
            onChange={setSecret}
            error={fault}
          />
        ) : (
          fault && <p className="font-semibold text-rose">{fault}</p>
        )}
        <Button
          type="submit"
          size="large"
          block
          pending={(prove.pending && t("stepUp.confirming")) || (send.pending && t("stepUp.sending"))}
        >
          {t(asking ? "stepUp.confirm" : "stepUp.send")}
        </Button>
        {byPassword ? (
          <Button variant="quiet" block onPress={() => swap(false)}>
            {t("stepUp.another")}
          </Button>
        ) : (
          viewer.data?.viewer.hasPassword && (
            <Button variant="quiet" block onPress={() => swap(true)}>
              {t("stepUp.usePassword")}
            </Button>
          )
        )}
      </form>
    </Dialog>
  );
}
