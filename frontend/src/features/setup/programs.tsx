import { useSuspenseQuery } from "@tanstack/react-query";
import { BookOpen } from "lucide-react";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatDay } from "@/lib/time";
import { Button, Card, EmptyState } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { programs } from "./queries";

const CreateProgram = graphql(`
  mutation CreateProgram($input: CreateProgramInput!) {
    createProgram(input: $input) {
      program {
        id
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

export function ProgramsPart() {
  const t = useT();
  const locale = useLocale();
  const list = useSuspenseQuery(programs).data.programs;
  const create = useAction(CreateProgram, (data) => data.createProgram, { invalidates: [keys.programs, keys.setup] });
  const keyOf = useAttemptKey();
  const form = useServerForm<{ name: string }>({
    schema: v.object({ name: v.pipe(v.string(), v.trim(), v.nonEmpty(t("staff.programs.nameMissing"))) }),
    values: { name: "" },
  });
  async function save(values: { name: string }) {
    if (
      !form.take(await create.run({ input: { ...values, clientMutationId: keyOf({ ...values, after: list.length }) } }))
    )
      return;
    form.form.reset({ name: "" });
    toast(t("staff.programs.added"));
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      {list.length ? (
        <ul
          aria-label={t("staff.admin.programs")}
          className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
        >
          {list.map((program) => (
            <li key={program.id} className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 px-4 py-2">
              <span className="font-semibold break-words">{program.name}</span>
              <span className="text-small text-ink-2">
                {t("staff.programs.since", { day: formatDay(program.createdAt, centerBoot().viewer.zone, locale) })}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState icon={<BookOpen size={20} />}>{t("staff.programs.none")}</EmptyState>
      )}
      <Card labelledBy="add-program" className="grid gap-4">
        <h2 id="add-program" className="text-h2">
          {t("staff.programs.add")}
        </h2>
        <Form form={form} onSubmit={save}>
          <FormText name="name" label={t("staff.programs.name")} hint={t("staff.programs.nameHint")} maxLength={120} />
          <Button type="submit" className="justify-self-start" pending={create.pending && t("form.saving")}>
            {t("staff.programs.addNow")}
          </Button>
        </Form>
      </Card>
    </div>
  );
}
