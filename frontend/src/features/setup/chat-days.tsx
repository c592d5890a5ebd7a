import { useSuspenseQuery } from "@tanstack/react-query";
import * as v from "valibot";
import { useT } from "@/i18n";
import { Button, Card } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { useUpdateCenter } from "./center-form";
import { centerDetails } from "./queries";

type Days = { chatDaysDefault: string; chatDaysAtMost: string };

/** How long groups keep what is written: what a new one begins with, and what none goes beyond. */
export function ChatDaysForm() {
  const t = useT();
  const { chatDaysDefault, chatDaysAtMost, version } = useSuspenseQuery(centerDetails).data.viewer.center;
  const update = useUpdateCenter();
  const days = v.pipe(
    v.string(),
    v.trim(),
    v.check(
      (value) => /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 365,
      t("staff.center.chatDaysWrong"),
    ),
  );
  const form = useServerForm<Days>({
    schema: v.object({ chatDaysDefault: days, chatDaysAtMost: days }),
    values: { chatDaysDefault: String(chatDaysDefault), chatDaysAtMost: String(chatDaysAtMost) },
  });
  async function save(values: Days) {
    const input = {
      version,
      chatDaysDefault: Number(values.chatDaysDefault),
      chatDaysAtMost: Number(values.chatDaysAtMost),
    };
    if (form.take(await update.run({ input }))) toast(t("form.saved"));
  }
  return (
    <Card labelledBy="chat-days" className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="chat-days" className="text-h2">
          {t("staff.center.chatDays")}
        </h2>
        <p className="measure text-small text-ink-2">{t("staff.center.chatDaysText")}</p>
      </div>
      <Form form={form} onSubmit={save}>
        <FormText
          name="chatDaysDefault"
          inputMode="numeric"
          label={t("staff.center.chatDaysDefault")}
          className="max-w-64"
        />
        <FormText
          name="chatDaysAtMost"
          inputMode="numeric"
          label={t("staff.center.chatDaysAtMost")}
          hint={t("staff.center.chatDaysAtMostHint")}
          className="max-w-64"
        />
        <Button type="submit" className="justify-self-start" pending={update.pending && t("form.saving")}>
          {t("form.save")}
        </Button>
      </Form>
    </Card>
  );
}
