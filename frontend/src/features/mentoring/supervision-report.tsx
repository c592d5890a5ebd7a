import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Period } from "@/features/desk/period";
import { useT } from "@/i18n";
import { EmptyState, ErrorNotice, SkeletonList, Table, TextLink } from "@/ui";
import { supervisionHeld } from "./queries-mentors";
import { useMentoringWords } from "./words";

/** As many days as one report covers. */
const longest = 400;

/** Supervision of everybody who mentors: held against owed, from one day to another. */
export function SupervisionReport() {
  const t = useT();
  return (
    <section aria-labelledby="supervision-report" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="supervision-report" className="text-h2">
        {t("mentoring.part.supervision")}
      </h2>
      <Period longest={longest}>{(from, until) => <Hours from={from} until={until} />}</Period>
    </section>
  );
}

function Hours(props: { from: string; until: string }) {
  const t = useT();
  const words = useMentoringWords();
  const held = useQuery({ ...supervisionHeld(props.from, props.until), placeholderData: keepPreviousData });
  if (held.isError) return <ErrorNotice error={held.error} onRetry={() => void held.refetch()} />;
  if (!held.data) return <SkeletonList label={t("state.loading")} rows={3} rowClass="h-11 w-full" />;
  const rows = [...held.data.supervisionHours].sort((a, b) => a.mentor.name.localeCompare(b.mentor.name));
  if (rows.length === 0) return <EmptyState>{t("mentoring.noneToSupervise")}</EmptyState>;
  const missing = (row: (typeof rows)[number]) => Math.max(0, row.owedMinutes - row.heldMinutes);
  const column = (id: string, header: string, minutes: (row: (typeof rows)[number]) => number) => ({
    id,
    header,
    numeric: true,
    labelled: true,
    cell: (row: (typeof rows)[number]) => words.minutes(minutes(row)),
  });
  return (
    <Table
      label={t("mentoring.part.supervision")}
      rows={rows}
      rowKey={(row) => row.mentor.id}
      columns={[
        {
          id: "name",
          header: t("mentoring.name"),
          isRowHeader: true,
          cell: (row) => (
            <TextLink
              className="font-semibold break-words"
              to="/mentorship/mentors/$id"
              params={{ id: row.mentor.id }}
              search={{ part: "supervision" }}
            >
              {row.mentor.name}
            </TextLink>
          ),
        },
        column("held", t("mentoring.reportHeld"), (row) => row.heldMinutes),
        column("alone", t("mentoring.supervisionWay.INDIVIDUAL"), (row) => row.individualMinutes),
        column("owed", t("mentoring.reportOwed"), (row) => row.owedMinutes),
        column("missing", t("mentoring.reportMissing"), missing),
      ]}
    />
  );
}
