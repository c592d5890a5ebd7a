import type { ProgramWholeFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDateRange } from "@/lib/time";
import { Table } from "@/ui";
import { useDay, usePlaces } from "./words";

type Cohort = ProgramWholeFragment["cohorts"][number];

/** From when until when, by the days of the center. */
export function useCohortDays(): (cohort: Pick<Cohort, "startsOn" | "endsOn">) => string {
  const t = useT();
  const locale = useLocale();
  const day = useDay();
  return ({ startsOn, endsOn }) => {
    if (startsOn && endsOn) return formatDateRange(startsOn, endsOn, locale);
    if (startsOn) return t("programs.fromDay", { day: day(startsOn) });
    return endsOn ? t("programs.untilDay", { day: day(endsOn) }) : t("programs.noDays");
  };
}

/** Who goes through the program together, and how many places each has. */
export function Cohorts(props: { program: ProgramWholeFragment }) {
  const t = useT();
  const days = useCohortDays();
  const places = usePlaces();
  return (
    <Table
      label={t("programs.cohorts")}
      rows={props.program.cohorts}
      rowKey={(cohort) => cohort.id}
      columns={[
        {
          id: "name",
          header: t("programs.cohort"),
          isRowHeader: true,
          cell: (cohort) => <span className="font-semibold break-words">{cohort.name}</span>,
        },
        { id: "kind", header: t("programs.cohortKind"), cell: (cohort) => t(`programs.cohortKind.${cohort.kind}`) },
        { id: "days", header: t("programs.days"), cell: (cohort) => days(cohort) },
        { id: "places", header: t("programs.placesHead"), cell: (cohort) => places(cohort) },
      ]}
    />
  );
}
