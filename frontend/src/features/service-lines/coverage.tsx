import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { CoveragePartsFragment, PayerPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import { Badge, Button, ButtonLink, EmptyState } from "@/ui";
import { CoverageForm } from "./coverage-form";
import { CoverageParts, coverages, PayerParts, payers } from "./queries";
import { LineTexts } from "./texts";

/** Who pays for a client, by days, and what is on file for that payer. */
export default function ClientCoverage(props: { clientId: string }) {
  return (
    <LineTexts>
      <List {...props} />
    </LineTexts>
  );
}

function List({ clientId }: { clientId: string }) {
  const t = useT();
  const known = useSuspenseQuery(payers).data.payers.map((one) => unmask(PayerParts, one));
  const list = useSuspenseQuery(coverages(clientId)).data.coverages.map((one) => unmask(CoverageParts, one));
  const [editing, setEditing] = useState<CoveragePartsFragment | "new">();
  const done = () => setEditing(undefined);
  if (!known.length) {
    return (
      <EmptyState
        action={
          <ButtonLink variant="secondary" to="/admin/services/payers">
            {t("lines.payers.add")}
          </ButtonLink>
        }
      >
        {t("lines.cover.noPayers")}
      </EmptyState>
    );
  }
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
      {editing === "new" ? (
        <CoverageForm clientId={clientId} payers={known} onDone={done} />
      ) : (
        <Button className="justify-self-start" onPress={() => setEditing("new")}>
          {t("lines.cover.add")}
        </Button>
      )}
      {!list.length && editing !== "new" && <EmptyState>{t("lines.cover.none")}</EmptyState>}
      <ul className="m-0 grid list-none gap-3 p-0">
        {list.map((one) => (
          <li key={one.id}>
            {editing !== "new" && editing?.id === one.id ? (
              <CoverageForm clientId={clientId} payers={known} before={editing} onDone={done} />
            ) : (
              <Covered covered={one} payers={known} onEdit={() => setEditing(one)} />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Covered(props: { covered: CoveragePartsFragment; payers: readonly PayerPartsFragment[]; onEdit: () => void }) {
  const t = useT();
  const locale = useLocale();
  const { covered } = props;
  const { today } = centerBoot();
  const name = props.payers.find((one) => one.id === covered.payerId)?.name ?? "";
  const holds = covered.from <= today && (!covered.until || covered.until >= today);
  const day = (date: string) => formatDate(date, locale, "full");
  const onFile = [
    covered.number && t("lines.cover.numberIs", { number: covered.number }),
    covered.ofAge && t("lines.cover.ofAge"),
    covered.diagnosisOnFile && t("lines.cover.diagnosis"),
    covered.orderedOn && t("lines.cover.orderedOn", { day: day(covered.orderedOn) }),
    covered.plannedOn && t("lines.cover.plannedOn", { day: day(covered.plannedOn) }),
  ].filter(Boolean);
  return (
    <article className="grid gap-2 rounded-card border border-line bg-surface p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="flex flex-wrap items-center gap-2 text-h3">
          <span className="break-words">{name}</span>
          {holds && <Badge tone="good">{t("lines.cover.now")}</Badge>}
        </h2>
        <Button
          size="small"
          variant="secondary"
          aria-label={t("lines.cover.changeOf", { payer: name, day: day(covered.from) })}
          onPress={props.onEdit}
        >
          {t("lines.cover.change")}
        </Button>
      </div>
      <p>
        {covered.until
          ? t("lines.cover.days", { from: day(covered.from), until: day(covered.until) })
          : t("lines.cover.since", { from: day(covered.from) })}
      </p>
      {onFile.length > 0 && <p className="text-small break-words text-ink-2">{onFile.join(" · ")}</p>}
    </article>
  );
}
