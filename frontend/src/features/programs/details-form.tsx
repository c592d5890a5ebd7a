import { useSuspenseQuery } from "@tanstack/react-query";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { ProgramLevel } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Card } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { StaffUpdateProgram, stale } from "./deeds-program";
import { levels } from "./kinds";
import { ReloadButton } from "./line-parts";
import { type EditorProps, wholeIn } from "./lines";
import { ProgramLine, ProgramWhole, programList } from "./queries";

// Named as the server's problems name them: each is told beside its field.
type Values = {
  name: string;
  level: string;
  about: string;
  criteria: string;
  capacity: string;
  quietAfterDays: string;
  offerHours: string;
  offersKept: string;
  aftercareProgramId: string;
};

/** The rules that a browser can tell; the rest is the server's word. */
function useRules() {
  const t = useT();
  const text = v.string();
  const whole = (least: number, most: number) =>
    v.pipe(
      text,
      v.trim(),
      v.check((value) => wholeIn(value, least, most) !== null, t("programs.wholeBetween", { least, most })),
    );
  return v.object({
    name: v.pipe(text, v.trim(), v.nonEmpty(t("programs.nameMissing"))),
    level: text,
    about: text,
    criteria: text,
    capacity: v.pipe(
      text,
      v.trim(),
      v.check((value) => value === "" || wholeIn(value, 1, 5000) !== null, t("programs.capacityWrong")),
    ),
    quietAfterDays: whole(1, 365),
    offerHours: whole(1, 336),
    offersKept: whole(0, 10),
    aftercareProgramId: text,
  });
}

/** The form as the program has it, and its saving. */
function useDetails({ program, onSaved }: EditorProps) {
  const t = useT();
  const line = unmask(ProgramLine, program);
  const update = useAction(StaffUpdateProgram, (data) => data.updateProgram, stale);
  const form = useServerForm<Values>({
    schema: useRules(),
    values: {
      name: line.name,
      level: line.level,
      about: program.about,
      criteria: program.criteria,
      capacity: line.capacity ? String(line.capacity) : "",
      quietAfterDays: String(program.quietAfterDays),
      offerHours: String(program.offerHours),
      offersKept: String(program.offersKept),
      aftercareProgramId: program.aftercareProgram?.id ?? "",
    },
  });
  async function save(values: Values) {
    const details = {
      name: values.name,
      level: values.level as ProgramLevel,
      about: values.about,
      criteria: values.criteria,
      capacity: values.capacity.trim() ? Number(values.capacity) : null,
      quietAfterDays: Number(values.quietAfterDays),
      offerHours: Number(values.offerHours),
      offersKept: Number(values.offersKept),
      aftercareProgramId: values.aftercareProgramId || null,
    };
    const outcome = await update.run({ input: { programId: line.id, version: line.version, details } });
    if (!form.take(outcome) || !outcome.ok) return;
    toast(t("form.saved"));
    if (outcome.payload.program) onSaved(unmask(ProgramWhole, outcome.payload.program));
  }
  return { form, update, save };
}

/** What a program is, saved as a whole. */
export function DetailsForm(props: EditorProps) {
  const t = useT();
  const { form, update, save } = useDetails(props);
  return (
    <Card className="grid max-w-3xl grid-cols-[minmax(0,1fr)]">
      <Form form={form} onSubmit={save}>
        <FormText name="name" label={t("programs.name")} hint={t("programs.nameHint")} maxLength={120} />
        <FormNativeSelect
          name="level"
          label={t("programs.level")}
          options={levels.map((id) => ({ id, label: t(`programs.level.${id}`) }))}
        />
        <FormText name="about" multiline rows={3} label={t("programs.about")} maxLength={2000} />
        <FormText
          name="criteria"
          multiline
          rows={3}
          label={t("programs.criteria")}
          hint={t("programs.criteriaHint")}
          maxLength={2000}
        />
        <Numbers />
        <Aftercare programId={unmask(ProgramLine, props.program).id} />
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" pending={update.pending && t("form.saving")}>
            {t("form.save")}
          </Button>
          <ReloadButton problems={update.problems} onReload={props.onReload} />
        </div>
      </Form>
    </Card>
  );
}

/** Where people go on afterwards: any other program of the center. */
function Aftercare(props: { programId: string }) {
  const t = useT();
  const others = useSuspenseQuery(programList)
    .data.programs.map((one) => unmask(ProgramLine, one))
    .filter((one) => one.id !== props.programId);
  return (
    <FormNativeSelect
      name="aftercareProgramId"
      label={t("programs.aftercareProgram")}
      hint={t("programs.aftercareProgramHint")}
      options={[{ id: "", label: t("programs.aftercareNone") }, ...others.map(({ id, name }) => ({ id, label: name }))]}
    />
  );
}

function Numbers() {
  const t = useT();
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      <FormText name="capacity" inputMode="numeric" label={t("programs.capacity")} hint={t("programs.capacityHint")} />
      <FormText
        name="quietAfterDays"
        inputMode="numeric"
        label={t("programs.quietDays")}
        hint={t("programs.quietDaysHint")}
      />
      <FormText
        name="offerHours"
        inputMode="numeric"
        label={t("programs.offerHours")}
        hint={t("programs.offerHoursHint")}
      />
      <FormText
        name="offersKept"
        inputMode="numeric"
        label={t("programs.offersKept")}
        hint={t("programs.offersKeptHint")}
      />
    </div>
  );
}
