import { useInfiniteQuery } from "@tanstack/react-query";
import { CalendarCheck } from "lucide-react";
import { useT } from "@/i18n";
import { BackLink, EmptyState, ErrorNotice, MoreButton, PageHeader, SkeletonList, TabLink, TabLinks } from "@/ui";
import { CoveringLine } from "./line";
import { coveringPages } from "./queries";

/** Everybody who is away and looked after; on the other side, what is over. */
export function CoveringListPage(props: { over: boolean }) {
  const t = useT();
  const list = useInfiniteQuery(coveringPages(props.over));
  const lines = list.data?.pages.flatMap((page) => page.coverings.nodes);
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("desk.cover.all")}
        lead={t("desk.cover.allText")}
        back={<BackLink to="/availability">{t("staff.nav.hours")}</BackLink>}
      >
        {t("desk.cover.all")}
      </PageHeader>
      <TabLinks label={t("desk.cover.all")}>
        <TabLink to="/covering" search={{}} activeOptions={{ exact: true, includeSearch: true }}>
          {t("desk.cover.now")}
        </TabLink>
        <TabLink to="/covering" search={{ over: true }} activeOptions={{ exact: true, includeSearch: true }}>
          {t("desk.cover.over")}
        </TabLink>
      </TabLinks>
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={3} rowClass="h-16 w-full" />}
      {lines && lines.length > 0 && (
        <ul
          aria-label={t("desk.cover.all")}
          className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
        >
          {lines.map((line) => (
            <CoveringLine key={line.id} line={line} />
          ))}
        </ul>
      )}
      {lines?.length === 0 && (
        <EmptyState icon={<CalendarCheck size={20} />}>
          {t(props.over ? "desk.cover.allNoneOver" : "desk.cover.allNone")}
        </EmptyState>
      )}
      <MoreButton list={list} label={t("desk.waits.more")} />
    </div>
  );
}
