import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { centerBoot } from "@/api/boot";
import { Period } from "@/features/desk/period";
import { useT } from "@/i18n";
import { BackLink, EmptyState, ErrorNotice, PageHeader, SkeletonList, Table, TextLink } from "@/ui";
import { sessionOutcomes } from "./queries";

/** As many days as one table covers. */
const longest = 366;

const numbers = [
  "completed",
  "missedByClient",
  "missedByCounselor",
  "cancelledByClient",
  "lateByClient",
  "cancelledByCounselor",
  "lateByCounselor",
  "open",
] as const;

/** How sessions went, by counselor: who missed and who called off is told apart. One's own, for who does not see all. */
export function OutcomesPage() {
  const t = useT();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("desk.outcomes.title")}
        lead={t("desk.outcomes.lead")}
        back={<BackLink to="/calendar">{t("staff.nav.calendar")}</BackLink>}
      >
        {t("desk.outcomes.title")}
      </PageHeader>
      <Period longest={longest}>{(from, until) => <Outcomes from={from} until={until} />}</Period>
    </div>
  );
}

function Outcomes(props: { from: string; until: string }) {
  const t = useT();
  const counted = useQuery({ ...sessionOutcomes(props.from, props.until), placeholderData: keepPreviousData });
  if (counted.isError) return <ErrorNotice error={counted.error} onRetry={() => void counted.refetch()} />;
  if (!counted.data) return <SkeletonList label={t("state.loading")} rows={3} rowClass="h-11 w-full" />;
  const rows = [...counted.data.sessionOutcomes].sort((a, b) => a.counselor.name.localeCompare(b.counselor.name));
  if (rows.length === 0) return <EmptyState>{t("desk.outcomes.none")}</EmptyState>;
  return (
    <>
      <Table
        label={t("desk.outcomes.title")}
        rows={rows}
        rowKey={(row) => row.counselor.id}
        columns={[
          {
            id: "counselor",
            header: t("staff.session.counselor"),
            isRowHeader: true,
            cell: (row) => <span className="font-semibold break-words">{row.counselor.name}</span>,
          },
          ...numbers.map((id) => ({
            id,
            header: t(`desk.outcomes.${id}`),
            numeric: true,
            labelled: true,
            cell: (row: (typeof rows)[number]) =>
              id === "open" && row.open > 0 ? <Open row={row} from={props.from} /> : row[id],
          })),
        ]}
      />
      <p className="measure text-small text-ink-2">{t("desk.outcomes.how")}</p>
    </>
  );
}

type Row = { open: number; counselor: { id: string; name: string } };

/** To where it can be said how they went: one's own are listed, those of others stand in their calendar. */
function Open({ row, from }: { row: Row; from: string }) {
  const t = useT();
  const name = `${t("desk.outcomes.open")}: ${row.counselor.name}, ${row.open}`;
  const { id } = row.counselor;
  if (id === centerBoot().viewer.id) {
    return (
      <TextLink to="/home" aria-label={name}>
        {row.open}
      </TextLink>
    );
  }
  return (
    <TextLink to="/calendar" search={{ who: id, date: from, view: "agenda" }} aria-label={name}>
      {row.open}
    </TextLink>
  );
}
