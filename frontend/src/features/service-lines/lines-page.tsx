import { keepPreviousData, useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { ReceiptText } from "lucide-react";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { LineMissing, ServiceLineKind } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, ButtonLink, EmptyState, ErrorNotice, MoreButton, Notice, Section, SkeletonList, TextLink } from "@/ui";
import { NativeSelect, TextField } from "@/ui/fields";
import { ExportDialog, Sheet } from "./export";
import { LineList } from "./line-list";
import { ServiceTabs } from "./nav";
import { LineParts, linePages, PayerParts, payers, readiness } from "./queries";
import { daysOf, kinds, type LinesSearch, missings, mostDays, type Show, shows } from "./search";

type Props = { search: LinesSearch; onSearch: (change: Partial<LinesSearch>) => void };

/** What sessions and group meetings count for: what is ready, and the one thing that each other waits for. */
export function LinesPage(props: Props) {
  const t = useT();
  const { search } = props;
  const days = daysOf(search, centerBoot().today);
  const list = useInfiniteQuery({ ...linePages(days, search), placeholderData: keepPreviousData });
  const lines = list.data?.pages.flatMap((page) => page.serviceLines.nodes.map((one) => unmask(LineParts, one)));
  const filtered = Boolean(search.payer || search.kind || search.show);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <ServiceTabs />
      <Section loading={null}>
        <Readiness days={days} search={search} />
      </Section>
      <Section loading={null}>
        <Filters {...props} days={days} />
      </Section>
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={4} rowClass="h-14 w-full" />}
      {lines && lines.length > 0 && <LineList lines={lines} />}
      {lines?.length === 0 && (
        <EmptyState
          icon={<ReceiptText size={20} />}
          action={
            filtered && (
              <ButtonLink variant="secondary" to="/admin/services" search={{ from: search.from, until: search.until }}>
                {t("staff.clearFilters")}
              </ButtonLink>
            )
          }
        >
          {t(filtered ? "lines.noneFiltered" : "lines.none")}
        </EmptyState>
      )}
      <MoreButton list={list} label={t("documents.more")} />
    </div>
  );
}

/** What could go out now, in a sentence, and what the rest waits for. */
function Readiness(props: { days: { from: string; until: string }; search: LinesSearch }) {
  const t = useT();
  const found = useSuspenseQuery(readiness(props.days)).data.serviceReadiness;
  const list = useSuspenseQuery(payers).data.payers.map((one) => unmask(PayerParts, one));
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<{ id: string; lines: number; units: number }>();
  return (
    <section aria-labelledby="readiness" className="grid gap-3 rounded-card border border-line bg-surface p-5">
      <h2 id="readiness" className="text-h2">
        {t("lines.readiness.title", { lines: found.ready, units: found.readyUnits })}
      </h2>
      {found.waiting.length > 0 && (
        <div className="grid gap-1">
          <p>{t("lines.readiness.waiting")}</p>
          <ul className="m-0 grid list-none gap-1 p-0">
            {found.waiting.map((one) => (
              <li key={one.missing}>
                <TextLink
                  to="/admin/services"
                  search={{ ...props.search, show: "waiting", missing: one.missing }}
                  aria-current={props.search.missing === one.missing ? "true" : undefined}
                  resetScroll={false}
                >
                  {t("lines.readiness.count", { count: one.lines, what: t(`lines.missing.${one.missing}`) })}
                </TextLink>
              </li>
            ))}
          </ul>
        </div>
      )}
      {found.noteVoided > 0 && (
        <Notice
          tone="attention"
          actions={
            <ButtonLink
              size="small"
              variant="secondary"
              to="/admin/services"
              search={{ ...props.search, show: "voided", missing: undefined }}
              resetScroll={false}
            >
              {t("lines.show.voided")}
            </ButtonLink>
          }
        >
          {t("lines.readiness.voided", { count: found.noteVoided })}
        </Notice>
      )}
      {made && <Sheet made={made} />}
      {found.ready > 0 && (
        <Button className="justify-self-start" onPress={() => setAsking(true)}>
          {t("lines.export.open")}
        </Button>
      )}
      {asking && (
        <ExportDialog
          days={props.days}
          payers={list}
          payer={props.search.payer}
          onMade={setMade}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}

function Filters({ search, onSearch, days }: Props & { days: { from: string; until: string } }) {
  const t = useT();
  const list = useSuspenseQuery(payers).data.payers.map((one) => unmask(PayerParts, one));
  const any = { id: "", label: t("lines.filter.any") };
  return (
    <div className="grid gap-3 sm:flex sm:flex-wrap sm:items-end">
      <TextField
        type="date"
        label={t("lines.filter.from")}
        value={days.from}
        max={days.until}
        onChange={(from) => from && onSearch({ from })}
      />
      <TextField
        type="date"
        label={t("lines.filter.until")}
        value={days.until}
        onChange={(until) => until && onSearch({ until })}
      />
      <NativeSelect
        id="line-payer"
        label={t("lines.payer")}
        value={search.payer ?? ""}
        options={[any, ...list.map((one) => ({ id: one.id, label: one.name }))]}
        onChange={(payer) => onSearch({ payer: payer || undefined })}
      />
      <NativeSelect
        id="line-kind"
        label={t("lines.filter.kind")}
        value={search.kind ?? ""}
        options={[any, ...kinds.map((id) => ({ id, label: t(`lines.kind.${id}`) }))]}
        onChange={(kind) => onSearch({ kind: (kind || undefined) as ServiceLineKind | undefined })}
      />
      <NativeSelect
        id="line-show"
        label={t("lines.filter.show")}
        value={search.show ?? ""}
        options={[any, ...shows.map((id) => ({ id, label: t(`lines.show.${id}`) }))]}
        onChange={(show) => onSearch({ show: (show || undefined) as Show | undefined, missing: undefined })}
      />
      {search.show === "waiting" && (
        <NativeSelect
          id="line-missing"
          label={t("lines.filter.missing")}
          value={search.missing ?? ""}
          options={[any, ...missings.map((id) => ({ id, label: t(`lines.missing.${id}`) }))]}
          onChange={(missing) => onSearch({ missing: (missing || undefined) as LineMissing | undefined })}
        />
      )}
      {search.from && search.from < days.from && (
        <p role="status" className="basis-full text-small text-ink-2">
          {t("lines.filter.most", { days: mostDays })}
        </p>
      )}
    </div>
  );
}
