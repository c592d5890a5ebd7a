import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Building2, CircleCheck, CirclePause, PencilRuler, Search } from "lucide-react";
import { useEffect, useState } from "react";
import { useLocale, useT } from "@/i18n";
import { formatAgo } from "@/lib/time";
import { unmask } from "@/ops/gql";
import type { CenterRowFragment, CenterState } from "@/ops/gql/graphql";
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
} from "@/ui";
import { TextField } from "@/ui/fields";
import { CenterDeeds } from "../center-deeds";
import { CenterRow, centerPages, isState, states } from "../queries";

type Filters = { q?: string; state?: CenterState };

export const Route = createFileRoute("/")({
  validateSearch: (search: Record<string, unknown>): Filters => ({
    q: typeof search.q === "string" && search.q ? search.q : undefined,
    state: isState(search.state) ? search.state : undefined,
  }),
  component: Centers,
});

function Centers() {
  const t = useT();
  const { q = "", state } = Route.useSearch();
  const list = useInfiniteQuery({ ...centerPages(q, state), placeholderData: keepPreviousData });
  const rows = list.data?.pages.flatMap((page) => page.centers.nodes.map((node) => unmask(CenterRow, node))) ?? [];
  return (
    <>
      <PageHeader title={t("ops.centers")} lead={t("ops.lead")}>
        {t("ops.centers")}
      </PageHeader>
      <SearchField />
      <TabLinks label={t("ops.state")}>
        <TabLink
          to="/"
          search={(before) => ({ ...before, state: undefined })}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          {t("ops.all")}
        </TabLink>
        {states.map((one) => (
          <TabLink key={one} to="/" search={(before) => ({ ...before, state: one })}>
            {t(`ops.state.${one}`)}
          </TabLink>
        ))}
      </TabLinks>
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={4} rowClass="h-11 w-full" />}
      {list.data && rows.length > 0 && <CenterTable rows={rows} />}
      {list.data && rows.length === 0 && (
        <EmptyState
          icon={<Building2 size={20} />}
          action={
            (q || state) && (
              <ButtonLink variant="secondary" to="/" search={{}}>
                {t("ops.clear")}
              </ButtonLink>
            )
          }
        >
          {t(q || state ? "ops.noneFound" : "ops.none")}
        </EmptyState>
      )}
      <MoreButton list={list} label={t("ops.more")} />
    </>
  );
}

/** Centers are no people: what is looked for may stand in the address. */
function SearchField() {
  const t = useT();
  const { q = "" } = Route.useSearch();
  const navigate = Route.useNavigate();
  const [text, setText] = useState(q);
  const [known, setKnown] = useState(q);
  if (q !== known) {
    // Changed from elsewhere (Back, Clear) unless it is what was typed.
    setKnown(q);
    if (q !== text.trim()) setText(q);
  }
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text.trim() !== q)
        void navigate({ search: (before) => ({ ...before, q: text.trim() || undefined }), replace: true });
    }, 250);
    return () => clearTimeout(timer);
  }, [text, q, navigate]);
  return (
    <TextField
      hideLabel
      type="search"
      className="w-full max-w-sm"
      label={t("ops.search")}
      placeholder={t("ops.search")}
      prefix={<Search size={18} aria-hidden />}
      value={text}
      onChange={setText}
    />
  );
}

const looks = {
  DRAFT: { tone: "neutral", Icon: PencilRuler },
  ACTIVE: { tone: "good", Icon: CircleCheck },
  SUSPENDED: { tone: "attention", Icon: CirclePause },
} as const;

function State({ row }: { row: CenterRowFragment }) {
  const t = useT();
  const { tone, Icon } = looks[row.state];
  return (
    <Badge tone={tone} icon={<Icon size={14} aria-hidden />}>
      {t(`ops.state.${row.state}`)}
    </Badge>
  );
}

function CenterTable(props: { rows: readonly CenterRowFragment[] }) {
  const t = useT();
  const locale = useLocale();
  const ago = (instant: string | null | undefined) => (instant ? formatAgo(instant, locale) : t("ops.never"));
  return (
    <Table
      label={t("ops.centers")}
      rows={props.rows}
      rowKey={(row) => row.id}
      columns={[
        {
          id: "name",
          header: t("ops.name"),
          isRowHeader: true,
          cell: (row) => (
            <span className="inline-grid">
              <span className="font-semibold break-words">{row.name}</span>
              <span className="text-small text-ink-2">/{row.slug}</span>
            </span>
          ),
        },
        {
          id: "state",
          header: t("ops.state"),
          cell: (row) => <State row={row} />,
        },
        {
          id: "members",
          header: t("ops.members"),
          numeric: true,
          labelled: true,
          cell: (row) => row.members,
        },
        {
          id: "sessions",
          header: t("ops.sessions"),
          numeric: true,
          labelled: true,
          cell: (row) => row.sessionsThisWeek,
        },
        {
          id: "active",
          header: t("ops.activity"),
          labelled: true,
          cell: (row) => ago(row.lastActivityAt),
        },
        {
          id: "counted",
          header: t("ops.counted"),
          wideOnly: true,
          cell: (row) => <span className="text-ink-2">{ago(row.countedAt)}</span>,
        },
        {
          id: "deeds",
          header: t("ops.deeds"),
          hideHeader: true,
          cell: (row) => row.state !== "DRAFT" && <CenterDeeds center={row} />,
        },
      ]}
    />
  );
}
