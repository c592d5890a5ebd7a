import { useSuspenseQuery } from "@tanstack/react-query";
import * as v from "valibot";
import { useLocale, useT } from "@/i18n";
import { zoneName } from "@/lib/time";
import { Button } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { FormSwitch } from "@/ui/form-switch";
import { toast } from "@/ui/toaster";
import { profile } from "./queries";
import { useUpdateProfile } from "./use-update-profile";

type Values = { sessionReminders: boolean; chatMail: boolean; quietFrom: string; quietUntil: string };

/** Whether mails remind of sessions, and when mail that can wait does. */
export function RemindersForm() {
  const t = useT();
  const locale = useLocale();
  const { reminders, account } = useSuspenseQuery(profile).data.viewer;
  const update = useUpdateProfile();
  const time = v.pipe(v.string(), v.regex(/^\d{2}:\d{2}$/, t("reminders.timeMissing")));
  const form = useServerForm<Values>({
    schema: v.object({ sessionReminders: v.boolean(), chatMail: v.boolean(), quietFrom: time, quietUntil: time }),
    values: {
      sessionReminders: reminders.sessionReminders,
      chatMail: reminders.chatMail,
      quietFrom: reminders.quietFrom.slice(0, 5),
      quietUntil: reminders.quietUntil.slice(0, 5),
    },
  });
  async function save(values: Values) {
    if (form.take(await update.run({ input: values }))) toast(t("form.saved"));
  }
  return (
    <Form form={form} onSubmit={save}>
      <FormSwitch name="sessionReminders" label={t("reminders.sessions")} hint={t("reminders.sessionsHint")} />
      <FormSwitch name="chatMail" label={t("reminders.chat")} hint={t("reminders.chatHint")} />
      <fieldset className="m-0 grid gap-3 border-0 p-0">
        <legend className="p-0 text-h3">{t("reminders.quiet")}</legend>
        <p className="measure text-small text-ink-2">
          {t("reminders.quietHint", { zone: zoneName(account.zone, locale) })}
        </p>
        <div className="grid grid-cols-2 gap-4 sm:max-w-96">
          <FormText name="quietFrom" type="time" label={t("reminders.from")} />
          <FormText name="quietUntil" type="time" label={t("reminders.until")} />
        </div>
      </fieldset>
      <Button type="submit" size="large" className="sm:justify-self-start" pending={update.pending && t("form.saving")}>
        {t("form.save")}
      </Button>
    </Form>
  );
}
