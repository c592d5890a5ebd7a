import { useSuspenseQuery } from "@tanstack/react-query";
import { BookOpen } from "lucide-react";
import { unmask } from "@/gql";
import type { ProgramLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { ButtonLink, EmptyState, PageHeader, Table, TextLink } from "@/ui";
import { plansPrograms } from "./may";
import { ProgramLine, programList } from "./queries";
import { ProgramStateBadge, usePlaces } from "./words";

/** The programs of the center: how full they are, and how many wait. */
export function ProgramsPage() {
  const t = useT();
  const rows = useSuspenseQuery(programList).data.programs.map((one) => unmask(ProgramLine, one));
  const plan = plansPrograms() && (
    <ButtonLink variant={rows.length ? "secondary" : "primary"} to="/admin/programs">
      {t("programs.plan")}
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title={t("programs.title")} lead={t("programs.lead")} actions={rows.length > 0 && plan}>
        {t("programs.title")}
      </PageHeader>
      {rows.length > 0 ? (
        <ProgramTable rows={rows} />
      ) : (
        <EmptyState icon={<BookOpen size={20} />} action={plan}>
          {t("programs.none")}
        </EmptyState>
      )}
    </>
  );
}

function ProgramTable(props: { rows: readonly ProgramLineFragment[] }) {
  const t = useT();
  const places = usePlaces();
  return (
    <Table
      label={t("programs.title")}
      rows={props.rows}
      rowKey={(row) => row.id}
      columns={[
        {
          id: "name",
          header: t("programs.one"),
          isRowHeader: true,
          cell: (row) => (
            <TextLink className="font-semibold break-words" to="/programs/$id" params={{ id: row.id }}>
              {row.name}
            </TextLink>
          ),
        },
        { id: "level", header: t("programs.level"), cell: (row) => t(`programs.level.${row.level}`) },
        { id: "places", header: t("programs.placesHead"), cell: (row) => places(row) },
        {
          id: "waiting",
          header: t("programs.waitingHead"),
          cell: (row) => t("programs.waiting", { count: row.waiting ?? 0 }),
        },
        {
          id: "state",
          header: t("programs.stateHead"),
          cell: (row) => <ProgramStateBadge state={row.state} />,
        },
      ]}
    />
  );
}
