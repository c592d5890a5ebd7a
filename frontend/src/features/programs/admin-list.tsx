import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { BookOpen } from "lucide-react";
import { useWatch } from "react-hook-form";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { Button, Card, EmptyState, TextLink } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { StaffCreateProgram, stale } from "./deeds-program";
import { ProgramLine, programList, templates } from "./queries";
import { ProgramStateBadge, usePlaces } from "./words";

/** The programs of the center, to be planned. */
export function PlannedPrograms() {
  const t = useT();
  const places = usePlaces();
  const list = useSuspenseQuery(programList).data.programs.map((one) => unmask(ProgramLine, one));
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      {list.length ? (
        <ul
          aria-label={t("programs.title")}
          className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
        >
          {list.map((program) => (
            <li
              key={program.id}
              className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2"
            >
              <span className="grid min-w-0 gap-0.5">
                <TextLink className="font-semibold break-words" to="/admin/programs/$id" params={{ id: program.id }}>
                  {program.name}
                </TextLink>
                <span className="text-small text-ink-2">
                  {t(`programs.level.${program.level}`)} · {places(program)}
                </span>
              </span>
              <ProgramStateBadge state={program.state} />
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState icon={<BookOpen size={20} />}>{t("programs.noneYet")}</EmptyState>
      )}
      <NewProgram after={list.length} />
    </div>
  );
}

type Values = { name: string; template: string };

function NewProgram(props: { after: number }) {
  const t = useT();
  const navigate = useNavigate();
  const create = useAction(StaffCreateProgram, (data) => data.createProgram, stale);
  const keyOf = useAttemptKey();
  const form = useServerForm<Values>({
    schema: v.pipe(
      v.object({ name: v.pipe(v.string(), v.trim()), template: v.string() }),
      v.forward(
        v.check(({ name, template }) => name !== "" || template !== "", t("programs.nameMissing")),
        ["name"],
      ),
    ),
    values: { name: "", template: "" },
  });
  async function save(values: Values) {
    const wanted = { name: values.name, fromTemplate: values.template || null };
    const outcome = await create.run({
      input: { ...wanted, clientMutationId: keyOf({ ...wanted, after: props.after }) },
    });
    if (!form.take(outcome) || !outcome.ok) return;
    toast(t("programs.added"));
    form.form.reset({ name: "", template: "" });
    const id = outcome.payload.program?.id;
    // A draft wants to be looked over, and opened.
    if (values.template && id) await navigate({ to: "/admin/programs/$id", params: { id } });
  }
  return (
    <Card labelledBy="add-program" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="add-program" className="text-h2">
        {t("programs.add")}
      </h2>
      <Form form={form} onSubmit={save}>
        <TemplateField />
        <FormText name="name" label={t("programs.name")} hint={t("programs.nameHint")} maxLength={120} />
        <Button type="submit" className="justify-self-start" pending={create.pending && t("form.saving")}>
          {t("programs.addNow")}
        </Button>
      </Form>
    </Card>
  );
}

/** The usual levels of care to begin with, and what comes with the chosen one. */
function TemplateField() {
  const t = useT();
  const { data } = useQuery(templates);
  const key = useWatch({ name: "template" }) as string;
  const list = data?.programTemplates ?? [];
  const chosen = list.find((one) => one.key === key);
  return (
    <>
      <FormNativeSelect
        name="template"
        label={t("programs.template")}
        hint={t("programs.templateHint")}
        options={[
          { id: "", label: t("programs.templateNone") },
          ...list.map((one) => ({ id: one.key, label: one.name })),
        ]}
      />
      {chosen && (
        <div className="grid gap-1 rounded-control bg-sunken px-4 py-3 text-small">
          <p>{chosen.about}</p>
          {chosen.phases.length > 0 && (
            <p className="text-ink-2">{t("programs.templatePhases", { list: chosen.phases.join(", ") })}</p>
          )}
          {chosen.intakeItems.length > 0 && (
            <p className="text-ink-2">{t("programs.templateIntake", { list: chosen.intakeItems.join(", ") })}</p>
          )}
        </div>
      )}
    </>
  );
}
