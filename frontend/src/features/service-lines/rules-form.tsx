import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as v from "valibot";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { PayerPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { Button, Card, Section } from "@/ui";
import { NativeSelect } from "@/ui/fields";
import { Form, FormNativeSelect, FormText, type ServerForm, useServerForm } from "@/ui/form";
import { FormRadios } from "@/ui/form-radios";
import { FormSwitch } from "@/ui/form-switch";
import { toast } from "@/ui/toaster";
import { useAddRules } from "./deeds";
import { RuleParts, ruleTemplates } from "./queries";
import { type RuleValues, ruleInput, ruleValues } from "./rules-model";
import { months, useMonthName } from "./words";

/** Rules that hold from a day on, as the payer's manual says them. */
export function RulesForm(props: { payer: PayerPartsFragment; onDone: () => void }) {
  const t = useT();
  const add = useAddRules();
  const keyOf = useAttemptKey();
  const newest = props.payer.rules[0];
  const form = useServerForm<RuleValues>({
    schema: useRules(),
    values: {
      effectiveFrom: centerBoot().today,
      ...ruleValues(newest && unmask(RuleParts, newest.rules)),
    },
  });
  async function save(values: RuleValues) {
    const wanted = { payerId: props.payer.id, effectiveFrom: values.effectiveFrom, rules: ruleInput(values) };
    const outcome = await add.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } });
    if (!form.take(outcome)) return;
    toast(t("lines.rules.added"));
    props.onDone();
  }
  return (
    <Card labelledBy="new-rules" className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <div className="grid gap-1">
        <h3 id="new-rules" className="text-h3">
          {t("lines.rules.new")}
        </h3>
        <p className="measure text-small text-ink-2">{t("lines.rules.lead")}</p>
      </div>
      <Form form={form} onSubmit={save}>
        <FormText name="effectiveFrom" type="date" autoFocus label={t("lines.rules.effective")} />
        <Section loading={null}>
          <Templates form={form} />
        </Section>
        <Codes />
        <Counting />
        <OnFile />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" pending={add.pending && t("form.saving")}>
            {t("lines.rules.save")}
          </Button>
          <Button variant="secondary" onPress={props.onDone}>
            {t("form.cancel")}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

/** What a browser can tell; the rest is the server's word. */
function useRules() {
  const t = useT();
  const text = v.string();
  const flag = v.boolean();
  const wholeOrNone = v.pipe(
    text,
    v.trim(),
    v.check(
      (value) => value === "" || (/^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 10_000),
      t("lines.rules.wholeWrong"),
    ),
  );
  const code = v.pipe(
    text,
    v.trim(),
    v.check((value) => /^[a-z0-9]{4,7}$/i.test(value), t("lines.rules.codeWrong")),
  );
  const modifier = v.pipe(
    text,
    v.trim(),
    v.check((value) => value === "" || /^[a-z0-9]{2,5}$/i.test(value), t("lines.rules.modifierWrong")),
  );
  const modifiers = v.pipe(
    text,
    v.trim(),
    v.check(
      (value) => value === "" || /^[a-z0-9]{2,5}([\s,]+[a-z0-9]{2,5}){0,3},?$/i.test(value),
      t("lines.rules.modifiersWrong"),
    ),
  );
  return v.object({
    effectiveFrom: v.pipe(text, v.nonEmpty(t("lines.rules.dayMissing"))),
    code,
    modifiers,
    groupModifier: modifier,
    distanceModifier: modifier,
    rounding: text,
    per: text,
    mostUnitsADay: wholeOrNone,
    mostUnitsAYear: wholeOrNone,
    yearFromMonth: text,
    groupRatio: wholeOrNone,
    distanceAccepted: flag,
    ageRequired: flag,
    diagnosisRequired: flag,
    orderValidDays: wholeOrNone,
    planRequired: flag,
    credentials: text,
  });
}

/** Rules to begin with. The payer's manual has the last word. */
function Templates({ form }: { form: ServerForm<RuleValues> }) {
  const t = useT();
  const list = useSuspenseQuery(ruleTemplates).data.ruleTemplates;
  const [chosen, setChosen] = useState("");
  const choose = (key: string) => {
    setChosen(key);
    const rules = list.find((one) => one.key === key)?.rules;
    if (!rules) return;
    const { effectiveFrom } = form.form.getValues();
    form.form.reset({ effectiveFrom, ...ruleValues(unmask(RuleParts, rules)) });
  };
  return (
    <NativeSelect
      id="rule-template"
      label={t("lines.rules.template")}
      hint={t("lines.rules.templateHint")}
      value={chosen}
      onChange={choose}
      options={[{ id: "", label: t("lines.rules.asBefore") }, ...list.map((one) => ({ id: one.key, label: one.name }))]}
    />
  );
}

function Codes() {
  const t = useT();
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <FormText name="code" label={t("lines.rules.code")} hint={t("lines.rules.codeHint")} maxLength={7} />
      <FormText
        name="modifiers"
        label={t("lines.rules.modifiers")}
        hint={t("lines.rules.modifiersHint")}
        maxLength={30}
      />
      <FormText name="groupModifier" label={t("lines.rules.groupModifier")} maxLength={5} />
      <FormText name="distanceModifier" label={t("lines.rules.distanceModifier")} maxLength={5} />
    </div>
  );
}

function Counting() {
  const t = useT();
  const month = useMonthName();
  return (
    <>
      <FormRadios
        name="rounding"
        label={t("lines.rules.rounding")}
        options={(["FULL", "EIGHT_MINUTE", "MIDPOINT"] as const).map((id) => ({
          id,
          label: t(`lines.rounding.${id}`),
          detail: t(`lines.roundingHint.${id}`),
        }))}
      />
      <FormRadios
        name="per"
        label={t("lines.rules.per")}
        options={(["ENCOUNTER", "DAY_SUM"] as const).map((id) => ({ id, label: t(`lines.per.${id}`) }))}
      />
      <div className="grid items-end gap-5 sm:grid-cols-2">
        <FormText name="mostUnitsADay" inputMode="numeric" label={t("lines.rules.day")} />
        <FormText name="groupRatio" inputMode="numeric" label={t("lines.rules.ratio")} />
        <FormText name="mostUnitsAYear" inputMode="numeric" label={t("lines.rules.year")} />
        <FormNativeSelect
          name="yearFromMonth"
          label={t("lines.rules.yearFrom")}
          options={months.map((one) => ({ id: String(one), label: month(one) }))}
        />
      </div>
      <p className="text-small text-ink-2">{t("lines.rules.emptyMeans")}</p>
    </>
  );
}

function OnFile() {
  const t = useT();
  return (
    <>
      <div className="grid gap-2">
        <FormSwitch name="distanceAccepted" label={t("lines.rules.distance")} />
        <FormSwitch name="ageRequired" label={t("lines.rules.age")} />
        <FormSwitch name="diagnosisRequired" label={t("lines.rules.diagnosis")} />
        <FormSwitch name="planRequired" label={t("lines.rules.plan")} />
      </div>
      <FormText
        name="orderValidDays"
        inputMode="numeric"
        label={t("lines.rules.order")}
        hint={t("lines.rules.orderHint")}
      />
      <FormText
        name="credentials"
        multiline
        rows={2}
        label={`${t("lines.rules.credentials")} (${t("form.optional")})`}
        hint={t("lines.rules.credentialsHint")}
      />
    </>
  );
}
