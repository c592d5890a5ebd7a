import { useQuery } from "@tanstack/react-query";
import { ProgramLine, programList } from "@/features/programs/queries";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { FilterRow, FilterSelect } from "@/ui/filters";

/** The center's programs by name; none before they are there. */
export function usePrograms(): ReadonlyArray<{ id: string; name: string }> {
  const { data } = useQuery(programList);
  return data?.programs.map((one) => unmask(ProgramLine, one)) ?? [];
}

/** People of which program. Nothing to choose where there is none. */
export function ProgramFilter(props: {
  id: string;
  value: string | undefined;
  onChange: (program: string | undefined) => void;
}) {
  const t = useT();
  const programs = usePrograms();
  if (!programs.length) return null;
  return (
    <FilterRow>
      <FilterSelect
        id={props.id}
        label={t("mentoring.byProgram")}
        any={t("mentoring.anyProgram")}
        value={props.value}
        options={programs.map(({ id, name }) => ({ id, label: name }))}
        onChange={props.onChange}
      />
    </FilterRow>
  );
}
