import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { ButtonAnchor, EmptyState, MoreButton, Section } from "@/ui";
import { sheetOf } from "./export";
import { ServiceTabs } from "./nav";
import { exportPages, PayerParts, payers } from "./queries";

/** What went out to payers, the newest first; each sheet can be fetched again. */
export function SentPage() {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <ServiceTabs />
      <Section>
        <List />
      </Section>
    </div>
  );
}

function List() {
  const t = useT();
  const locale = useLocale();
  const list = useSuspenseInfiniteQuery(exportPages);
  const known = useSuspenseQuery(payers).data.payers.map((one) => unmask(PayerParts, one));
  const sent = list.data.pages.flatMap((page) => page.serviceExports.nodes);
  if (!sent.length) return <EmptyState>{t("lines.sent.none")}</EmptyState>;
  return (
    <div className="grid max-w-3xl gap-3">
      <ul className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0">
        {sent.map((one) => {
          const payer = known.find(({ id }) => id === one.payerId)?.name ?? "";
          const when = formatWhen(one.at, centerBoot().viewer.zone, locale);
          return (
            <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
              <span className="grid min-w-0 flex-1 basis-48">
                <span className="font-semibold break-words">{payer}</span>
                <span className="text-small text-ink-2">
                  {when} · {one.by.name} · {t("lines.sent.counts", { lines: one.lines, units: one.units })}
                </span>
              </span>
              <ButtonAnchor
                size="small"
                variant="secondary"
                href={sheetOf(one.id)}
                download
                aria-label={t("lines.sent.downloadOf", { payer, when })}
              >
                {t("lines.export.download")}
              </ButtonAnchor>
            </li>
          );
        })}
      </ul>
      <MoreButton list={list} label={t("documents.more")} />
    </div>
  );
}
