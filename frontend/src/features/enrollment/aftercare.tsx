import * as v from "valibot";
import { FormPick } from "@/features/groups/tick";
import type { AftercareChoice } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { useChooseAftercare } from "./actions";
import type { WayView } from "./queries";

const choices: readonly AftercareChoice[] = ["AS_LONG_AS_WANTED", "UNTIL", "NO"];
type Values = { choice: AftercareChoice; until: string };

/** What goes on after a program is one's own choice, and can be another one later. */
export default function Aftercare(props: { way: WayView; today: string }) {
  const t = useT();
  const choose = useChooseAftercare();
  const { way } = props;
  const on = way.state === "AFTERCARE";
  const form = useServerForm<Values>({
    schema: v.pipe(
      v.object({ choice: v.picklist(choices), until: v.string() }),
      v.forward(
        v.partialCheck(
          [["choice"], ["until"]],
          ({ choice, until }) => choice !== "UNTIL" || until !== "",
          t("way.untilMissing"),
        ),
        ["until"],
      ),
    ),
    values: {
      choice:
        on && way.aftercareUntil ? "UNTIL" : !on && way.discharge?.aftercare === "NO" ? "NO" : "AS_LONG_AS_WANTED",
      until: way.aftercareUntil ?? "",
    },
  });
  const choice = form.form.watch("choice");
  async function save(values: Values) {
    const outcome = await choose.run({
      input: {
        enrollmentId: way.id,
        aftercare: { choice: values.choice, until: values.choice === "UNTIL" ? values.until : null },
      },
    });
    if (form.take(outcome)) toast(t("way.chosen"));
  }
  return (
    <Form form={form} onSubmit={save}>
      <FormPick
        name="choice"
        label={t(on ? "way.aftercareOn" : "way.aftercare")}
        hint={t("way.aftercareText", { program: way.aftercareProgram?.name ?? way.program.name })}
        options={choices.map((id) => ({
          id,
          label: t(id === "NO" && on ? "way.aftercareEnd" : `way.aftercare.${id}`),
        }))}
      />
      {choice === "UNTIL" && (
        <FormText name="until" type="date" min={props.today} className="max-w-60" label={t("way.until")} />
      )}
      <Button type="submit" className="sm:justify-self-start" pending={choose.pending && t("form.saving")}>
        {t("form.save")}
      </Button>
    </Form>
  );
}
