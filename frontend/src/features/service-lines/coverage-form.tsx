import * as v from "valibot";
import { centerBoot } from "@/api/boot";
import type { CoveragePartsFragment, PayerPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Card } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { FormSwitch } from "@/ui/form-switch";
import { toast } from "@/ui/toaster";
import { useSetCoverage } from "./deeds";

// Named as the server's problems name them.
type Values = {
  payerId: string;
  number: string;
  fromOn: string;
  untilOn: string;
  ofAge: boolean;
  diagnosisOnFile: boolean;
  orderedOn: string;
  plannedOn: string;
};

function useCoverageForm(payers: readonly PayerPartsFragment[], before?: CoveragePartsFragment) {
  const t = useT();
  const text = v.string();
  return useServerForm<Values>({
    schema: v.object({
      payerId: text,
      number: text,
      fromOn: v.pipe(text, v.nonEmpty(t("lines.cover.fromMissing"))),
      untilOn: text,
      ofAge: v.boolean(),
      diagnosisOnFile: v.boolean(),
      orderedOn: text,
      plannedOn: text,
    }),
    values: {
      payerId: before?.payerId ?? payers[0]?.id ?? "",
      number: before?.number ?? "",
      fromOn: before?.from ?? centerBoot().today,
      untilOn: before?.until ?? "",
      ofAge: before?.ofAge ?? false,
      diagnosisOnFile: before?.diagnosisOnFile ?? false,
      orderedOn: before?.orderedOn ?? "",
      plannedOn: before?.plannedOn ?? "",
    },
  });
}

/** Who pays from when on, and what the payer wants to find on file. */
export function CoverageForm(props: {
  clientId: string;
  payers: readonly PayerPartsFragment[];
  before?: CoveragePartsFragment;
  onDone: () => void;
}) {
  const t = useT();
  const { before } = props;
  const set = useSetCoverage(props.clientId);
  const form = useCoverageForm(props.payers, before);
  async function save({ fromOn, untilOn, orderedOn, plannedOn, ...rest }: Values) {
    const days = { from: fromOn, until: untilOn || null, orderedOn: orderedOn || null, plannedOn: plannedOn || null };
    const which = { clientId: props.clientId, coverageId: before?.id, version: before?.version ?? 0 };
    const outcome = await set.run({ input: { ...which, ...rest, ...days } });
    if (!form.take(outcome)) return;
    toast(t("form.saved"));
    props.onDone();
  }
  return (
    <Card labelledBy="coverage-form" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="coverage-form" className="text-h3">
        {t(before ? "lines.cover.changeTitle" : "lines.cover.add")}
      </h2>
      <Form form={form} onSubmit={save}>
        <FormNativeSelect
          name="payerId"
          label={t("lines.payer")}
          options={props.payers.map((one) => ({ id: one.id, label: one.name }))}
        />
        <FormText
          name="number"
          autoComplete="off"
          maxLength={60}
          label={`${t("lines.cover.number")} (${t("form.optional")})`}
        />
        <div className="grid items-end gap-5 sm:grid-cols-2">
          <FormText name="fromOn" type="date" label={t("lines.cover.from")} />
          <FormText name="untilOn" type="date" label={`${t("lines.cover.until")} (${t("form.optional")})`} />
        </div>
        {!before && <p className="text-small text-ink-2">{t("lines.cover.endsOther")}</p>}
        <div className="grid gap-2">
          <FormSwitch name="ofAge" label={t("lines.cover.ofAge")} />
          <FormSwitch name="diagnosisOnFile" label={t("lines.cover.diagnosis")} />
        </div>
        <div className="grid items-end gap-5 sm:grid-cols-2">
          <FormText name="orderedOn" type="date" label={`${t("lines.cover.ordered")} (${t("form.optional")})`} />
          <FormText name="plannedOn" type="date" label={`${t("lines.cover.planned")} (${t("form.optional")})`} />
        </div>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" pending={set.pending && t("form.saving")}>
            {t("form.save")}
          </Button>
          <Button variant="secondary" onPress={props.onDone}>
            {t("form.cancel")}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
