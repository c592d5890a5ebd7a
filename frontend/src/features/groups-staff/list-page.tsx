import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { MessagesSquare, Plus, TriangleAlert } from "lucide-react";
import { useFind } from "@/features/caseload/find";
import { unmask } from "@/gql";
import type { GroupLineFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import {
  Badge,
  ButtonLink,
  EmptyState,
  ErrorNotice,
  MoreButton,
  PageHeader,
  SkeletonList,
  TabLink,
  TabLinks,
  Table,
  TextLink,
} from "@/ui";
import { FilterRow, FindField } from "@/ui/filters";
import { DayAndMode } from "./day-and-mode";
import { GroupLine, groupPages, SeriesParts } from "./queries-group";
import { MeetingLine } from "./queries-meeting";
import { rhythmWords } from "./rhythm";
import { filterOf, type GroupSearch, states } from "./search";
import { GroupStateBadge, isAdmin, leads, useMeetingWhen } from "./words";

/** The groups of the center: when they meet, who holds them, where somebody is needed. */
export function GroupsPage(props: { search: GroupSearch; onSearch: (change: Partial<GroupSearch>) => void }) {
  const t = useT();
  const { text, setText, find } = useFind();
  const list = useInfiniteQuery({ ...groupPages(filterOf(props.search, find)), placeholderData: keepPreviousData });
  const rows = list.data?.pages.flatMap((page) => page.groups.nodes.map((node) => unmask(GroupLine, node))) ?? [];
  const filtered = Boolean(find || Object.values(props.search).some(Boolean));
  return (
    <>
      <PageHeader
        title={t("staff.nav.groups")}
        actions={
          isAdmin() && (
            <ButtonLink to="/groups/new" icon={<Plus size={18} aria-hidden />}>
              {t("staff.groups.new")}
            </ButtonLink>
          )
        }
      >
        {t("staff.nav.groups")}
      </PageHeader>
      <Filters {...props} text={text} setText={setText} />
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={4} rowClass="h-11 w-full" />}
      {rows.length > 0 && <GroupTable rows={rows} />}
      {list.data && rows.length === 0 && (
        <EmptyState
          icon={<MessagesSquare size={20} />}
          action={
            filtered ? (
              <ButtonLink variant="secondary" to="/groups" search={{}} onClick={() => setText("")}>
                {t("staff.clearFilters")}
              </ButtonLink>
            ) : (
              isAdmin() && <ButtonLink to="/groups/new">{t("staff.groups.new")}</ButtonLink>
            )
          }
        >
          {t(filtered ? "staff.groups.noneFound" : isAdmin() ? "staff.groups.noneAdmin" : "staff.groups.none")}
        </EmptyState>
      )}
      <MoreButton list={list} label={t("documents.more")} />
    </>
  );
}

function Filters(props: {
  search: GroupSearch;
  onSearch: (change: Partial<GroupSearch>) => void;
  text: string;
  setText: (text: string) => void;
}) {
  const t = useT();
  const { search } = props;
  return (
    <>
      <FilterRow>
        <FindField label={t("staff.groups.search")} value={props.text} onChange={props.setText} />
        <DayAndMode search={search} onSearch={props.onSearch} />
      </FilterRow>
      <TabLinks label={t("staff.groups.which")}>
        <TabLink
          to="/groups"
          search={{ ...search, state: undefined, mine: undefined }}
          state
          activeOptions={{ exact: true, includeSearch: true }}
        >
          {t("staff.groups.all")}
        </TabLink>
        {leads() && (
          <TabLink to="/groups" search={{ ...search, state: undefined, mine: true }} state>
            {t("staff.groups.mine")}
          </TabLink>
        )}
        {states.map((state) => (
          <TabLink key={state} to="/groups" search={{ ...search, mine: undefined, state }} state>
            {t(`staff.groups.states.${state}`)}
          </TabLink>
        ))}
      </TabLinks>
    </>
  );
}

function GroupTable(props: { rows: readonly GroupLineFragment[] }) {
  const t = useT();
  const locale = useLocale();
  const when = useMeetingWhen();
  const nextOf = (row: GroupLineFragment) => row.nextMeetings.map((one) => unmask(MeetingLine, one))[0];
  return (
    <Table
      label={t("staff.nav.groups")}
      rows={props.rows}
      rowKey={(row) => row.id}
      columns={[
        {
          id: "name",
          header: t("staff.groups.name"),
          isRowHeader: true,
          cell: (row) => (
            <TextLink className="font-semibold break-words" to="/groups/$id" params={{ id: row.id }}>
              {row.name}
            </TextLink>
          ),
        },
        {
          id: "rhythm",
          header: t("staff.groups.rhythm"),
          cell: (row) =>
            row.series
              .map((one) => unmask(SeriesParts, one))
              .map((one) => (
                <span key={one.id} className="block first-letter:uppercase">
                  {rhythmWords(one, t, locale)}
                </span>
              )),
        },
        {
          id: "next",
          header: t("staff.groups.next"),
          cell: (row) => {
            const next = nextOf(row);
            return next ? when(next) : <span className="text-ink-2">{t("staff.groups.noNext")}</span>;
          },
        },
        {
          id: "holder",
          header: t("staff.groups.holder"),
          cell: (row) => {
            const next = nextOf(row);
            if (next?.needsHolder) {
              return (
                <Badge tone="attention" icon={<TriangleAlert size={14} aria-hidden />}>
                  {t("staff.groups.needs")}
                </Badge>
              );
            }
            return next?.holder?.alias ?? row.facilitators.map((one) => one.alias).join(", ");
          },
        },
        { id: "state", header: t("staff.groups.stateHead"), cell: (row) => <GroupStateBadge state={row.state} /> },
      ]}
    />
  );
}
