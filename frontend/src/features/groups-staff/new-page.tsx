import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { useWatch } from "react-hook-form";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { BackLink, Button, ButtonLink, PageHeader } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { FormRadios } from "@/ui/form-radios";
import { toast } from "@/ui/toaster";
import { StaffCreateGroup, StaffSetGroupSchedule, stale } from "./deeds-group";
import { type Details, detailsInput, emptyDetails, useDetailsRules } from "./details";
import { DetailsFields, FormPart } from "./details-fields";
import { chatDays } from "./queries-group";
import { type Schedule, scheduleInput, scheduleOf, useScheduleRules } from "./schedule";
import { ScheduleFields } from "./schedule-fields";

type Values = Details & Schedule & { words: string; lines: string };

/** One line of an agreement per line of text. */
export const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

function useNewGroupForm() {
  const t = useT();
  const { center, locale, today } = centerBoot();
  const { chatDaysDefault, chatDaysAtMost } = useSuspenseQuery(chatDays).data.viewer.center;
  const rules = { ...useDetailsRules(chatDaysAtMost), ...useScheduleRules() };
  return useServerForm<Values>({
    schema: v.pipe(
      v.object({ ...rules, words: v.string(), lines: v.string() }),
      v.forward(
        v.check(
          (values) => values.words === "stock" || linesOf(values.lines).length > 0,
          t("staff.groups.linesMissing"),
        ),
        ["lines"],
      ),
    ),
    values: {
      ...emptyDetails(locale, chatDaysDefault),
      ...scheduleOf(undefined, today, center.zone),
      words: "stock",
      lines: "",
    },
  });
}

/** Makes the group, then its schedule. */
function useMakeGroup(form: ReturnType<typeof useNewGroupForm>) {
  const t = useT();
  const navigate = useNavigate();
  const create = useAction(StaffCreateGroup, (data) => data.createGroup, stale);
  const schedule = useAction(StaffSetGroupSchedule, (data) => data.setGroupSchedule, stale);
  const keyOf = useAttemptKey();
  // Made already, when only its schedule was refused: the next try mends that.
  const made = useRef<{ id: string; version: number; of: string }>(undefined);

  async function save(values: Values) {
    const wanted = {
      details: detailsInput(values),
      agreement: values.words === "own" ? linesOf(values.lines) : [],
    };
    const of = JSON.stringify(wanted);
    if (made.current?.of !== of) {
      const outcome = await create.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } });
      if (!form.take(outcome) || !outcome.ok || !outcome.payload.group) return;
      const { id, version } = outcome.payload.group;
      made.current = { id, version, of };
    }
    const { id, version } = made.current;
    if (!form.take(await schedule.run({ input: { groupId: id, version, ...scheduleInput(values) } }))) return;
    toast(t("staff.groups.made"));
    await navigate({ to: "/groups/$id", params: { id } });
  }
  return { save, pending: create.pending || schedule.pending };
}

/** A new group: made as a draft that members do not see, with its first schedule. */
export function NewGroupPage() {
  const t = useT();
  const form = useNewGroupForm();
  const { save, pending } = useMakeGroup(form);
  const { chatDaysAtMost } = useSuspenseQuery(chatDays).data.viewer.center;
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("staff.groups.new")}
        lead={t("staff.groups.newLead")}
        back={<BackLink to="/groups">{t("staff.nav.groups")}</BackLink>}
      >
        {t("staff.groups.new")}
      </PageHeader>
      <Form form={form} onSubmit={save}>
        <DetailsFields mostChatDays={chatDaysAtMost} />
        <FormPart id="part-when" title={t("staff.groups.partWhen")}>
          <ScheduleFields zone={centerBoot().center.zone} />
        </FormPart>
        <FormPart id="part-agreement" title={t("staff.groups.agreement")} text={t("staff.groups.agreementText")}>
          <AgreementFields />
        </FormPart>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" pending={pending && t("form.saving")}>
            {t("staff.groups.make")}
          </Button>
          <ButtonLink variant="secondary" to="/groups">
            {t("form.cancel")}
          </ButtonLink>
        </div>
      </Form>
    </div>
  );
}

function AgreementFields() {
  const t = useT();
  const words = useWatch({ name: "words" }) as string;
  return (
    <>
      <FormRadios
        name="words"
        hideLabel
        label={t("staff.groups.agreement")}
        options={(["stock", "own"] as const).map((id) => ({
          id,
          label: t(`staff.groups.words.${id}`),
          detail: t(`staff.groups.wordsText.${id}`),
        }))}
      />
      {words === "own" && (
        <FormText name="lines" multiline rows={8} label={t("staff.groups.lines")} hint={t("staff.groups.linesHint")} />
      )}
    </>
  );
}
