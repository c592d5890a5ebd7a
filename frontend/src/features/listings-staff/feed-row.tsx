import { CircleX, Info, TriangleAlert } from "lucide-react";
import type { StaffFeedRowsQuery } from "@/gql/graphql";
import { type MessageId, useLocale, useT } from "@/i18n";
import { Badge } from "@/ui";
import { useListingWords } from "./words";

type Row = NonNullable<StaffFeedRowsQuery["feedImport"]>["rows"]["nodes"][number];

const tones = { NEW: "good", CHANGED: "info", SAME: "neutral", SKIPPED: "attention" } as const;
const icons = { NOTE: Info, WARNING: TriangleAlert, ERROR: CircleX } as const;

/** What the facts of a meeting are called. One that is not here is shown as the server names it. */
const facts: Readonly<Record<string, MessageId>> = {
  name: "staff.feeds.fact.name",
  days: "staff.feeds.fact.days",
  starts: "staff.feeds.fact.starts",
  ends: "staff.feeds.fact.ends",
  zone: "staff.feeds.fact.zone",
  types: "staff.feeds.fact.types",
  address: "staff.feeds.fact.address",
  region: "staff.feeds.fact.region",
  location: "staff.feeds.fact.location",
  notes: "staff.feeds.fact.notes",
  latitude: "staff.feeds.fact.map",
  longitude: "staff.feeds.fact.map",
  approximate: "staff.feeds.fact.approximate",
  conference_url: "staff.feeds.fact.link",
  conference_phone: "staff.feeds.fact.phone",
  url: "staff.feeds.fact.page",
  online: "staff.feeds.fact.how",
  in_person: "staff.feeds.fact.how",
};

/** One row of a file: what it would become, what differs, and what was found in it. */
export function FeedRowItem({ row }: { row: Row }) {
  const t = useT();
  const locale = useLocale();
  const words = useListingWords();
  const changed = [...new Set(row.changes.map((name) => (facts[name] ? t(facts[name]) : name)))];
  return (
    <li className="grid gap-1 px-4 py-3">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 font-semibold break-words">{row.name || t("staff.feeds.unnamed")}</span>
        <Badge tone={tones[row.verdict]}>{t(`staff.feeds.verdict.${row.verdict}`)}</Badge>
        <span className="tnum text-small text-ink-2">
          {t("staff.feeds.row", { number: new Intl.NumberFormat(locale).format(row.position) })}
        </span>
      </span>
      {row.listing && (
        <span className="text-small break-words text-ink-2">
          {words.when(row.listing)} · {words.where(row.listing)}
        </span>
      )}
      {changed.length > 0 && (
        <span className="text-small">
          {t("staff.feeds.differs", { facts: new Intl.ListFormat(locale, { type: "conjunction" }).format(changed) })}
        </span>
      )}
      {row.findings.length > 0 && (
        <ul className="m-0 grid list-none gap-1 p-0">
          {row.findings.map((finding) => {
            const Icon = icons[finding.severity];
            return (
              <li key={finding.rule + finding.field} className="flex gap-2 text-small">
                <Icon size={16} aria-hidden className="mt-0.5 flex-none text-ink-2" />
                <span className="min-w-0">
                  <span className="sr-only">{t(`staff.feeds.severity.${finding.severity}`)}: </span>
                  {finding.message}
                  {finding.field && <code className="ml-1 text-caption text-ink-2">({finding.field})</code>}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </li>
  );
}
