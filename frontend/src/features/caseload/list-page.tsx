import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { CalendarPlus, Users } from "lucide-react";
import { centerBoot, may } from "@/api/boot";
import { unmask } from "@/gql";
import type { ClientRowFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatWhen } from "@/lib/time";
import {
  Badge,
  Button,
  ButtonLink,
  EmptyState,
  ErrorNotice,
  MoreButton,
  PageHeader,
  SkeletonList,
  Table,
  TextLink,
} from "@/ui";
import { FindField, useFind } from "./find";
import { ClientRow, clientPages } from "./queries";

/** The people in the viewer's care; for admins everybody's clients. */
export function ClientsPage() {
  const t = useT();
  const { text, setText, find } = useFind();
  const list = useInfiniteQuery({ ...clientPages(find), placeholderData: keepPreviousData });
  const rows = list.data?.pages.flatMap((page) => page.clients.nodes.map((node) => unmask(ClientRow, node))) ?? [];
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
      <FindField label={t("staff.clients.search")} value={text} onChange={setText} />
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={4} rowClass="h-11 w-full" />}
      {list.data && rows.length > 0 && <ClientTable rows={rows} />}
      {list.data && rows.length === 0 && (
        <EmptyState
          icon={<Users size={20} />}
          action={
            find ? (
              <Button variant="secondary" onPress={() => setText("")}>
                {t("staff.clearSearch")}
              </Button>
            ) : (
              invite
            )
          }
        >
          {t(
            find ? "staff.clients.noneFound" : may("INVITE_MEMBERS") ? "staff.clients.noneAdmin" : "staff.clients.none",
          )}
        </EmptyState>
      )}
      <MoreButton list={list} label={t("documents.more")} />
    </>
  );
}

function ClientTable(props: { rows: readonly ClientRowFragment[] }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  return (
    <Table
      label={t("staff.nav.clients")}
      rows={props.rows}
      rowKey={(row) => row.id}
      columns={[
        {
          id: "name",
          header: t("staff.clients.name"),
          isRowHeader: true,
          cell: (row) => <Name row={row} />,
        },
        { id: "program", header: t("staff.clients.program"), cell: (row) => row.program?.name ?? <None /> },
        {
          id: "next",
          header: t("staff.clients.next"),
          cell: (row) =>
            row.nextSession ? (
              <>
                <span className="text-ink-2 md:hidden">{t("staff.clients.next")}: </span>
                <span className="tnum whitespace-nowrap">{formatWhen(row.nextSession.startsAt, zone, locale)}</span>
              </>
            ) : (
              <Badge tone="attention">{t("staff.clients.nothingBooked")}</Badge>
            ),
        },
        {
          id: "seen",
          header: t("staff.clients.lastSeen"),
          wideOnly: true,
          cell: (row) => (
            <span className="inline-block first-letter:uppercase">
              {row.lastSession ? formatAgo(row.lastSession.startsAt, locale) : t("staff.clients.notYet")}
            </span>
          ),
        },
        {
          id: "counselors",
          header: t("staff.clients.counselors"),
          wideOnly: true,
          cell: (row) => row.counselors.map((one) => one.name).join(", ") || t("staff.clients.noCounselor"),
        },
        {
          id: "book",
          header: t("staff.session.book"),
          hideHeader: true,
          wideOnly: true,
          cell: (row) => may("BOOK_FOR_CLIENTS") && <Book row={row} />,
        },
      ]}
    />
  );
}

function Name({ row }: { row: ClientRowFragment }) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <TextLink className="font-semibold" to="/clients/$id" params={{ id: row.id }}>
        {row.member.name}
      </TextLink>
      {row.member.pronouns && <span className="text-small text-ink-2">{row.member.pronouns}</span>}
    </span>
  );
}

function Book({ row }: { row: ClientRowFragment }) {
  const t = useT();
  return (
    <ButtonLink
      size="small"
      variant="quiet"
      to="/book"
      search={{ client: row.id }}
      aria-label={t("staff.clients.bookFor", { name: row.member.name })}
      icon={<CalendarPlus size={16} aria-hidden />}
    >
      {t("staff.session.book")}
    </ButtonLink>
  );
}

function None() {
  return (
    <span aria-hidden className="text-ink-3 max-md:hidden">
      –
    </span>
  );
}
