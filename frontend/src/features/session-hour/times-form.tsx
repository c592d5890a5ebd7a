import * as v from "valibot";
import { centerBoot } from "@/api/boot";
import type { HourPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { addDays, instantOf, wallClock } from "@/lib/time";
import { Button } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { useRecordTimes } from "./deeds";

// Named as the server's problems name them.
type Values = { date: string; startedAt: string; endedAt: string; reason: string };

/** When it really began and ended, with the reason why it is written down now. What stood there before is kept. */
export default function TimesForm(props: { session: HourPartsFragment; onDone: () => void }) {
  const t = useT();
  const { session } = props;
  const { zone } = centerBoot().viewer;
  const record = useRecordTimes();
  const began = wallClock(session.startedAt ?? session.startsAt, zone);
  const ended = wallClock(session.endedAt ?? session.endsAt, zone);
  const given = (message: string) => v.pipe(v.string(), v.trim(), v.nonEmpty(message));
  const form = useServerForm<Values>({
    schema: v.object({
      date: given(t("care.times.dateMissing")),
      startedAt: given(t("care.times.timeMissing")),
      endedAt: given(t("care.times.timeMissing")),
      reason: given(t("care.times.reasonMissing")),
    }),
    values: { date: began.date, startedAt: began.time, endedAt: ended.time, reason: "" },
  });
  async function save(values: Values) {
    // Past midnight it ended on the day after.
    const endDate = values.endedAt < values.startedAt ? addDays(values.date, 1) : values.date;
    const input = {
      sessionId: session.id,
      startedAt: await instantOf(`${values.date}T${values.startedAt}`, zone),
      endedAt: await instantOf(`${endDate}T${values.endedAt}`, zone),
      reason: values.reason,
    };
    const outcome = await record.run({ input });
    if (!form.take(outcome)) return;
    toast(t("care.times.saved"));
    props.onDone();
  }
  return (
    <section aria-labelledby="times" className="grid max-w-xl gap-4 border-line border-t pt-4">
      <h3 id="times" className="text-h3">
        {t("care.times.title")}
      </h3>
      <Form form={form} onSubmit={save}>
        <div className="grid gap-4 sm:grid-cols-3">
          <FormText name="date" type="date" autoFocus label={t("care.times.date")} />
          <FormText name="startedAt" type="time" label={t("care.times.began")} />
          <FormText name="endedAt" type="time" label={t("care.times.ended")} />
        </div>
        <FormText
          name="reason"
          multiline
          rows={2}
          maxLength={500}
          label={t("care.times.reason")}
          hint={t("care.times.reasonHint")}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" pending={record.pending && t("form.saving")}>
            {t("form.save")}
          </Button>
          <Button variant="secondary" onPress={props.onDone}>
            {t("form.cancel")}
          </Button>
        </div>
      </Form>
    </section>
  );
}
