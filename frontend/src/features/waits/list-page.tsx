import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import { counselors } from "@/features/calendar/queries";
import { seesOthers } from "@/features/calendar/search";
import { useKinds } from "@/features/session-kinds/use-kinds";
import { unmask } from "@/gql";
import type { SessionWaitState } from "@/gql/graphql";
import { useT } from "@/i18n";
import { keepFocus } from "@/lib/keep-focus";
import { BackLink, ButtonLink, EmptyState, ErrorNotice, MoreButton, PageHeader, SkeletonList } from "@/ui";
import { NativeSelect } from "@/ui/fields";
import { WaitParts, waitPages } from "./queries";
import { WaitRow } from "./row";
import { states, type WaitSearch } from "./search";

type Props = { search: WaitSearch; onSearch: (change: Partial<WaitSearch>) => void };

/** Everybody who waits for a time, the longest first; a time can be offered in place. */
export function WaitingListPage(props: Props) {
  const t = useT();
  const { search } = props;
  const list = useInfiniteQuery({ ...waitPages(search), placeholderData: keepPreviousData });
  const waits = list.data?.pages.flatMap((page) => page.waitingList.nodes.map((one) => unmask(WaitParts, one)));
  const filtered = Boolean(search.who || search.type || search.state);
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("desk.waits.all")}
        lead={t("desk.waits.allText")}
        back={<BackLink to="/calendar">{t("staff.nav.calendar")}</BackLink>}
      >
        {t("desk.waits.all")}
      </PageHeader>
      <Filters {...props} />
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={4} rowClass="h-20 w-full" />}
      {waits && waits.length > 0 && (
        <ul
          ref={keepFocus}
          aria-label={t("desk.waits.all")}
          className="m-0 list-none divide-y divide-line rounded-card border border-line bg-surface p-0"
        >
          {waits.map((wait) => (
            <WaitRow key={wait.id} wait={wait} named />
          ))}
        </ul>
      )}
      {waits?.length === 0 && (
        <EmptyState
          icon={<Hourglass size={20} />}
          action={
            filtered && (
              <ButtonLink variant="secondary" to="/waiting" search={{}}>
                {t("staff.clearFilters")}
              </ButtonLink>
            )
          }
        >
          {t(filtered ? "desk.waits.noneFiltered" : "desk.waits.none")}
        </EmptyState>
      )}
      <MoreButton list={list} label={t("desk.waits.more")} />
    </div>
  );
}

function Filters({ search, onSearch }: Props) {
  const t = useT();
  const people = useQuery({ ...counselors, enabled: seesOthers() }).data?.counselors ?? [];
  const { bookable } = useKinds();
  const any = { id: "", label: t("desk.waits.filter.any") };
  return (
    <div className="grid gap-3 sm:flex sm:flex-wrap sm:items-end">
      {people.length > 0 && (
        <NativeSelect
          id="wait-who"
          label={t("desk.waits.filter.who")}
          value={search.who ?? ""}
          options={[any, ...people.map((one) => ({ id: one.id, label: one.name }))]}
          onChange={(who) => onSearch({ who: who || undefined })}
        />
      )}
      {bookable.length > 0 && (
        <NativeSelect
          id="wait-type"
          label={t("desk.kinds.which")}
          value={search.type ?? ""}
          options={[any, ...bookable.map((one) => ({ id: one.id, label: one.name }))]}
          onChange={(type) => onSearch({ type: type || undefined })}
        />
      )}
      <NativeSelect
        id="wait-state"
        label={t("desk.waits.filter.state")}
        value={search.state ?? ""}
        options={[
          { id: "", label: t("desk.waits.filter.still") },
          ...states.map((id) => ({ id, label: t(`desk.waits.state.${id}`) })),
        ]}
        onChange={(state) => onSearch({ state: (state || undefined) as SessionWaitState | undefined })}
      />
    </div>
  );
}
