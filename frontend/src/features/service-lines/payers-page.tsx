import { useSuspenseQuery } from "@tanstack/react-query";
import * as v from "valibot";
import { unmask } from "@/gql";
import type { PayerPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatDate } from "@/lib/time";
import { Button, Card, EmptyState, Section, TextLink } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { useAddPayer } from "./deeds";
import { ServiceTabs } from "./nav";
import { PayerParts, payers, RuleParts } from "./queries";
import { useRuleWords } from "./words";

/** Who pays, with the rules that hold now. */
export function PayersPage() {
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <ServiceTabs />
      <Section>
        <List />
      </Section>
      <AddPayer />
    </div>
  );
}

function List() {
  const t = useT();
  const list = useSuspenseQuery(payers).data.payers.map((one) => unmask(PayerParts, one));
  if (!list.length) return <EmptyState>{t("lines.payers.none")}</EmptyState>;
  return (
    <ul className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0">
      {list.map((payer) => (
        <PayerRow key={payer.id} payer={payer} />
      ))}
    </ul>
  );
}

function PayerRow({ payer }: { payer: PayerPartsFragment }) {
  const t = useT();
  const locale = useLocale();
  const words = useRuleWords();
  const newest = payer.rules[0];
  return (
    <li className="grid gap-0.5 px-5 py-4">
      <TextLink className="font-semibold break-words" to="/admin/services/payers/$id" params={{ id: payer.id }}>
        {payer.name}
      </TextLink>
      <span className="text-small text-ink-2">
        {newest
          ? t("lines.payers.since", {
              day: formatDate(newest.effectiveFrom, locale, "full"),
              rules: words(unmask(RuleParts, newest.rules)).slice(0, 2).join(" · "),
            })
          : t("lines.payers.noRules")}
      </span>
    </li>
  );
}

function AddPayer() {
  const t = useT();
  const add = useAddPayer();
  const keyOf = useAttemptKey();
  const form = useServerForm({
    schema: v.object({ name: v.pipe(v.string(), v.trim(), v.nonEmpty(t("lines.payers.nameMissing"))) }),
    values: { name: "" },
  });
  async function save(values: { name: string }) {
    const outcome = await add.run({ input: { ...values, clientMutationId: keyOf(values) } });
    if (!form.take(outcome)) return;
    form.form.reset({ name: "" });
    toast(t("lines.payers.added"));
  }
  return (
    <Card labelledBy="add-payer" className="grid gap-4">
      <h2 id="add-payer" className="text-h2">
        {t("lines.payers.add")}
      </h2>
      <Form form={form} onSubmit={save}>
        <FormText name="name" label={t("lines.payers.name")} maxLength={120} autoComplete="off" />
        <Button type="submit" className="justify-self-start" pending={add.pending && t("form.saving")}>
          {t("lines.payers.addNow")}
        </Button>
      </Form>
    </Card>
  );
}
