import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { PayerPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import { BackLink, Badge, Button, EmptyState, Notice } from "@/ui";
import { PayerParts, payers, RuleParts } from "./queries";
import { RulesForm } from "./rules-form";
import { useRuleWords } from "./words";

/** One payer: its rules by the day from which they hold. They never change: others follow them. */
export function PayerPage({ id }: { id: string }) {
  const t = useT();
  const found = useSuspenseQuery(payers)
    .data.payers.map((one) => unmask(PayerParts, one))
    .find((one) => one.id === id);
  const [adding, setAdding] = useState(false);
  if (!found) return <Notice tone="attention">{t("error.notFound")}</Notice>;
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <p>
        <BackLink to="/admin/services/payers">{t("lines.tab.payers")}</BackLink>
      </p>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-h2 break-words">{found.name}</h2>
        {!adding && <Button onPress={() => setAdding(true)}>{t("lines.rules.add")}</Button>}
      </div>
      {adding && <RulesForm payer={found} onDone={() => setAdding(false)} />}
      {found.rules.length === 0 && !adding && <EmptyState>{t("lines.payers.noRules")}</EmptyState>}
      {found.rules.length > 0 && <Versions rules={found.rules} />}
    </div>
  );
}

function Versions({ rules }: Pick<PayerPartsFragment, "rules">) {
  const t = useT();
  const locale = useLocale();
  const words = useRuleWords();
  const { today } = centerBoot();
  const holds = rules.find((one) => one.effectiveFrom <= today);
  return (
    <ol aria-label={t("lines.rules.versions")} className="m-0 grid list-none gap-3 p-0">
      {rules.map((one) => (
        <li key={one.id} className="grid gap-2 rounded-card border border-line bg-surface p-5">
          <h3 className="flex flex-wrap items-center gap-2 text-h3">
            {t("lines.rules.from", { day: formatDate(one.effectiveFrom, locale, "full") })}
            {one === holds && <Badge tone="good">{t("lines.rules.now")}</Badge>}
            {one.effectiveFrom > today && <Badge tone="info">{t("lines.rules.later")}</Badge>}
          </h3>
          <ul className="m-0 grid gap-0.5 pl-5">
            {words(unmask(RuleParts, one.rules)).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
