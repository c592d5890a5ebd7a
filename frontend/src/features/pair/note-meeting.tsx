import * as v from "valibot";
import { centerBoot } from "@/api/boot";
import { useT } from "@/i18n";
import { dateInZone } from "@/lib/time";
import { Form, FormText, useServerForm } from "@/ui/form";
import { SaveRow } from "@/ui/save-row";
import { toast } from "@/ui/toaster";
import type { useNoteMeeting } from "./actions";

type Words = { day: string; dayMissing: string; minutes: string; minutesMissing: string };

/** A walk, a call: what nobody booked. Each side brings its own words. */
export default function NoteMeeting(props: {
  mentorshipId: string;
  startedAt?: string | null;
  note: Pick<ReturnType<typeof useNoteMeeting>, "run" | "pending">;
  words: Words;
  onDone: () => void;
}) {
  const t = useT();
  const { today, center } = centerBoot();
  const { mentorshipId, startedAt, note, words } = props;
  const form = useServerForm({
    schema: v.object({
      on: v.pipe(v.string(), v.nonEmpty(words.dayMissing)),
      minutes: v.pipe(v.string(), v.trim(), v.regex(/^[1-9]\d{0,2}$/, words.minutesMissing)),
    }),
    values: { on: today, minutes: "30" },
  });
  async function save(values: { on: string; minutes: string }) {
    const outcome = await note.run({ input: { mentorshipId, on: values.on, minutes: Number(values.minutes) } });
    if (!form.take(outcome)) return;
    toast(t("form.saved"));
    props.onDone();
  }
  return (
    <Form form={form} onSubmit={save}>
      <FormText
        name="on"
        type="date"
        autoFocus
        className="max-w-60"
        label={words.day}
        min={startedAt ? dateInZone(startedAt, center.zone) : undefined}
        max={today}
      />
      <FormText name="minutes" inputMode="numeric" className="max-w-40" label={words.minutes} maxLength={3} />
      <SaveRow pending={note.pending} onCancel={props.onDone} />
    </Form>
  );
}
