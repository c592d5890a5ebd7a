import { useSuspenseQuery } from "@tanstack/react-query";
import * as v from "valibot";
import { profile } from "@/features/profile/queries";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { LONGEST_RULE, useSetContactRule } from "./action";

/** How one wants to be reached, in one's own words. */
export function OwnContactRule() {
  const t = useT();
  const { account, contactRule } = useSuspenseQuery(profile).data.viewer;
  const set = useSetContactRule();
  const form = useServerForm<{ rule: string }>({
    schema: v.object({ rule: v.pipe(v.string(), v.maxLength(LONGEST_RULE, t("reach.tooLong"))) }),
    values: { rule: contactRule ?? "" },
  });
  async function save(values: { rule: string }) {
    const outcome = await set.run({ input: { clientId: account.member.id, rule: values.rule.trim() } });
    if (form.take(outcome)) toast(t("form.saved"));
  }
  return (
    <Form form={form} onSubmit={save}>
      <div className="grid gap-1">
        <h2 id="reach" className="text-h2">
          {t("reach.title")}
        </h2>
        <p className="measure text-small text-ink-2">{t("reach.who")}</p>
      </div>
      <FormText
        name="rule"
        multiline
        rows={3}
        label={`${t("reach.label")} (${t("form.optional")})`}
        hint={t("reach.hint")}
        maxLength={LONGEST_RULE}
        autoComplete="off"
      />
      <Button type="submit" size="large" className="sm:justify-self-start" pending={set.pending && t("form.saving")}>
        {t("reach.save")}
      </Button>
    </Form>
  );
}
