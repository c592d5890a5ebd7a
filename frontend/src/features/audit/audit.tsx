import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { AuditRowFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { Badge, EmptyState, MoreButton, Table } from "@/ui";
import { AuditRow, auditPages } from "./queries";
import { actionId, purposeId, roleIds } from "./words";

/** Who did what, to whom, and why: the newest first, in words. */
export function AuditLog() {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const list = useSuspenseInfiniteQuery(auditPages);
  const rows = list.data.pages.flatMap((page) => page.auditEvents.nodes.map((node) => unmask(AuditRow, node)));
  if (!rows.length) return <EmptyState icon={<ScrollText size={20} />}>{t("staff.audit.none")}</EmptyState>;
  const words = (action: string) => {
    const id = actionId(action);
    return id ? t(id) : action;
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Table
        label={t("staff.admin.audit")}
        rows={rows}
        rowKey={(row) => String(row.sequence)}
        columns={[
          {
            id: "at",
            header: t("staff.audit.when"),
            cell: (row) => <span className="tnum whitespace-nowrap">{formatWhen(row.at, zone, locale)}</span>,
          },
          { id: "actor", header: t("staff.audit.who"), cell: (row) => <Actor row={row} /> },
          {
            id: "action",
            header: t("staff.audit.what"),
            isRowHeader: true,
            cell: (row) => (
              <span className="inline-flex flex-wrap items-center gap-2 font-semibold">
                {words(row.action)}
                {row.result === "refused" && <Badge tone="attention">{t("staff.audit.refused")}</Badge>}
              </span>
            ),
          },
          { id: "client", header: t("staff.audit.about"), cell: (row) => row.client?.name ?? "" },
          {
            id: "purpose",
            header: t("staff.audit.why"),
            wideOnly: true,
            cell: (row) => {
              const id = purposeId(row.purpose ?? "");
              return id ? t(id) : row.purpose;
            },
          },
          {
            id: "sequence",
            header: t("staff.audit.number"),
            numeric: true,
            wideOnly: true,
            cell: (row) => <span className="text-ink-2">{row.sequence}</span>,
          },
        ]}
      />
      <MoreButton list={list} label={t("documents.more")} />
    </div>
  );
}

function Actor({ row }: { row: AuditRowFragment }) {
  const t = useT();
  const as = row.actingAs
    .split("+")
    .map((role) => {
      const id = roleIds[role.toLowerCase()];
      return id ? t(id) : role;
    })
    .join(", ");
  return row.actor ? (
    <span className="inline-grid">
      <span>{row.actor.name}</span>
      <span className="text-small text-ink-2">{as}</span>
    </span>
  ) : (
    as
  );
}
