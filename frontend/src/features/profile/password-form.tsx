import { useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { problemOf } from "@/api/problems";
import { useStepUp } from "@/app/step-up";
import { graphql } from "@/gql";
import { useT } from "@/i18n";
import { Button, ErrorNotice } from "@/ui";
import { TextField } from "@/ui/text-field";
import { toast } from "@/ui/toaster";
import { passwordState } from "./queries";

const SetPassword = graphql(`
  mutation SetPassword($input: SetPasswordInput!) {
    setPassword(input: $input) {
      viewer {
        hasPassword
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** A password is a choice: a code by email always works. Setting or removing one asks for a fresh proof. */
export function PasswordForm() {
  const t = useT();
  const { hasPassword } = useSuspenseQuery(passwordState).data.viewer;
  const set = useAction(SetPassword, (data) => data.setPassword, { invalidates: [keys.viewer] });
  const { guarded, dialog } = useStepUp();
  const [password, setPassword] = useState("");
  const [fault, setFault] = useState<string>();
  const input = useRef<HTMLInputElement>(null);

  const complain = (text: string | undefined) => {
    setFault(text);
    input.current?.focus();
  };
  async function save(next: string) {
    setFault(undefined);
    const outcome = await guarded(() => set.run({ input: { password: next } }));
    if (outcome.ok) {
      setPassword("");
      toast(t(next ? "password.set" : "password.removed"));
      return;
    }
    // Given up in the dialog: nothing happened, nothing to complain about.
    if (!outcome.error && !problemOf(outcome.problems, "StepUpRequired")) complain(outcome.problems[0]?.message);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if ([...password].length < 15) complain(t("password.short"));
    else void save(password);
  }

  return (
    <>
      <form method="post" noValidate onSubmit={submit} className="grid gap-5">
        {set.error && <ErrorNotice error={set.error} title={t("form.notSaved")} />}
        <TextField
          name="password"
          type="password"
          autoComplete="new-password"
          label={t(hasPassword ? "password.new" : "password.label")}
          hint={t("password.hint")}
          value={password}
          onChange={setPassword}
          error={fault}
          inputRef={input}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" pending={set.pending && t("form.saving")}>
            {t("password.save")}
          </Button>
          {hasPassword && (
            <Button variant="quiet" onPress={() => void save("")}>
              {t("password.remove")}
            </Button>
          )}
        </div>
      </form>
      {dialog}
    </>
  );
}
