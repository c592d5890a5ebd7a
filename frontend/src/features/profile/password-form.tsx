import { useSuspenseQuery } from "@tanstack/react-query";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { useStepUp } from "@/app/step-up";
import { graphql } from "@/gql";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { passwordState } from "./queries";

const SetPassword = graphql(`
  mutation SetPassword($input: SetPasswordInput!) {
    setPassword(input: $input) {
      viewer {
        hasPassword
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

/** A password is a choice: a code by email always works. Setting or removing one asks for a fresh proof. */
export function PasswordForm() {
  const t = useT();
  const { hasPassword } = useSuspenseQuery(passwordState).data.viewer;
  const set = useAction(SetPassword, (data) => data.setPassword, { invalidates: [keys.viewer] });
  const { guarded, dialog } = useStepUp();
  const form = useServerForm<{ password: string }>({
    schema: v.object({ password: v.pipe(v.string(), v.minLength(15, t("password.short"))) }),
    values: { password: "" },
  });
  async function save(password: string) {
    const outcome = await guarded(() => set.run({ input: { password } }));
    // Given up in the dialog: nothing happened, nothing to complain about.
    if (!outcome.ok && outcome.problems.some((problem) => problem.__typename === "StepUpRequired")) return;
    if (!form.take(outcome)) return;
    form.form.reset({ password: "" });
    toast(t(password ? "password.set" : "password.removed"));
  }
  return (
    <>
      <Form form={form} onSubmit={({ password }) => save(password)}>
        <FormText
          name="password"
          type="password"
          autoComplete="new-password"
          label={t(hasPassword ? "password.new" : "password.label")}
          hint={t("password.hint")}
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
      </Form>
      {dialog}
    </>
  );
}
