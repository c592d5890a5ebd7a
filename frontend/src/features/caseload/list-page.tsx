import { keepPreviousData, useInfiniteQuery, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { may } from "@/api/boot";
import { PeopleTable } from "@/features/programs/people-table";
import { CaseRow, casePages, oneProgram, ProgramLine, ProgramWhole, programList } from "@/features/programs/queries";
import { type CaseSearch, filterOf, orderOf, shownStates } from "@/features/programs/search";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { ButtonLink, EmptyState, ErrorNotice, MoreButton, PageHeader, SkeletonList, TabLink, TabLinks } from "@/ui";
import { FilterRow, FilterSelect, FindField } from "@/ui/filters";
import { useFind } from "./find";

type Props = { search: CaseSearch; onSearch: (change: Partial<CaseSearch>) => void };

/** The people in the viewer's care; for admins everybody's clients. What is chosen stands in the address. */
export function ClientsPage(props: Props) {
  const t = useT();
  const { text, setText, find } = useFind();
  const { search } = props;
  const list = useInfiniteQuery({
    ...casePages({ search: find, filter: filterOf(search), order: orderOf(search) }),
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.clients.nodes.map((node) => unmask(CaseRow, node))) ?? [];
  const filtered = Boolean(find || search.program || search.phase || search.state || search.quiet);
  const invite = may("INVITE_MEMBERS") && (
    <ButtonLink to="/members/invite" search={{ role: "CLIENT" }}>
      {t("staff.clients.invite")}
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title={t("staff.nav.clients")} actions={invite}>
        {t("staff.nav.clients")}
      </PageHeader>
      <FilterRow>
        <FindField label={t("staff.clients.search")} value={text} onChange={setText} />
        <Selects {...props} />
      </FilterRow>
      <States search={search} />
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={4} rowClass="h-11 w-full" />}
      <PeopleTable label={t("staff.nav.clients")} rows={rows} />
      {list.data && rows.length === 0 && (
        <EmptyState
          icon={<Users size={20} />}
          action={
            filtered ? (
              <ButtonLink variant="secondary" to="/clients" search={{}} onClick={() => setText("")}>
                {t("staff.clearFilters")}
              </ButtonLink>
            ) : (
              invite
            )
          }
        >
          {t(
            filtered ? "programs.noneFound" : may("INVITE_MEMBERS") ? "staff.clients.noneAdmin" : "staff.clients.none",
          )}
        </EmptyState>
      )}
      <MoreButton list={list} label={t("documents.more")} />
    </>
  );
}

/** Which program, and which phase of it. */
function Selects({ search, onSearch }: Props) {
  const t = useT();
  const programs = useSuspenseQuery(programList).data.programs.map((one) => unmask(ProgramLine, one));
  const { data } = useQuery({ ...oneProgram(search.program ?? ""), enabled: Boolean(search.program) });
  const phases = data?.program && search.program ? unmask(ProgramWhole, data.program).phases : [];
  const named = (list: ReadonlyArray<{ id: string; name: string }>) =>
    list.map(({ id, name }) => ({ id, label: name }));
  return (
    <>
      {programs.length > 0 && (
        <FilterSelect
          id="program"
          label={t("staff.clients.program")}
          any={t("programs.any")}
          value={search.program}
          options={named(programs)}
          onChange={(program) => onSearch({ program, phase: undefined })}
        />
      )}
      {phases.length > 0 && (
        <FilterSelect
          id="phase-filter"
          label={t("programs.phase")}
          any={t("programs.any")}
          value={search.phase}
          options={named(phases)}
          onChange={(phase) => onSearch({ phase })}
        />
      )}
      <FilterSelect
        id="sort"
        label={t("programs.sort")}
        any={t("programs.byName")}
        value={search.sort}
        options={[{ id: "last-contact", label: t("programs.longest") }]}
        onChange={(sort) => onSearch({ sort })}
      />
    </>
  );
}

/** Where people are on their way, and who has gone quiet: links, to be kept and shared. */
function States({ search }: { search: CaseSearch }) {
  const t = useT();
  const link = { to: "/clients", state: true, activeOptions: { exact: true, includeSearch: true } } as const;
  return (
    <TabLinks label={t("programs.show")}>
      <TabLink {...link} search={{ ...search, state: undefined, quiet: undefined }}>
        {t("programs.everybody")}
      </TabLink>
      <TabLink {...link} search={{ ...search, state: undefined, quiet: true }}>
        {t("programs.quiet")}
      </TabLink>
      {shownStates.map((state) => (
        <TabLink key={state} {...link} search={{ ...search, quiet: undefined, state }}>
          {t(`programs.state.${state}`)}
        </TabLink>
      ))}
    </TabLinks>
  );
}
