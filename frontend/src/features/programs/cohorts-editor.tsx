import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { CohortKind, ProgramWholeFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { zoneName } from "@/lib/time";
import { NativeSelect, TextField } from "@/ui/fields";
import { StaffSetCohorts, stale } from "./deeds-program";
import { cohortKinds } from "./kinds";
import { LineList, type Place } from "./line-list";
import { LineBox, NamedButtons } from "./line-parts";
import { type EditorProps, knownLine, type Line, wholeIn } from "./lines";
import { ProgramLine } from "./queries";

type Cohort = {
  name: string;
  kind: CohortKind;
  startsOn: string;
  endsOn: string;
  capacity: string;
  taken: number | null;
};

const nobody: Cohort = { name: "", kind: "OPEN", startsOn: "", endsOn: "", capacity: "", taken: null };

const cohortsOf = (program: ProgramWholeFragment): Array<Line<Cohort>> =>
  program.cohorts.map((one) =>
    knownLine(one.id, {
      name: one.name,
      kind: one.kind,
      startsOn: one.startsOn ?? "",
      endsOn: one.endsOn ?? "",
      capacity: one.capacity ? String(one.capacity) : "",
      taken: one.taken ?? null,
    }),
  );

type Fault = "name" | "start" | "end" | "capacity";

/** What keeps a cohort from being saved. */
function faultOf(line: Cohort): Fault | null {
  if (!line.name.trim()) return "name";
  if (line.kind === "CLOSED" && !line.startsOn) return "start";
  if (line.startsOn && line.endsOn && line.endsOn < line.startsOn) return "end";
  return line.capacity.trim() && wholeIn(line.capacity, 1, 5000) === null ? "capacity" : null;
}

/** People who go through the program together, by days of the center's zone. */
export default function CohortsEditor(props: EditorProps) {
  const t = useT();
  const locale = useLocale();
  const { id, version } = unmask(ProgramLine, props.program);
  const set = useAction(StaffSetCohorts, (data) => data.setProgramCohorts, stale);
  return (
    <LineList
      onSaved={props.onSaved}
      onReload={props.onReload}
      label={t("programs.cohorts")}
      lead={t("programs.cohortsLead", { zone: zoneName(centerBoot().center.zone, locale) })}
      none={t("programs.cohortsNone")}
      add={t("programs.addCohort")}
      blank={nobody}
      initial={() => cohortsOf(props.program)}
      isWrong={(line) => faultOf(line) !== null}
      wrong={t("programs.cohortWrong")}
      pending={set.pending}
      send={(lines) =>
        set.run({
          input: {
            programId: id,
            version,
            cohorts: lines.map((line) => ({
              cohortId: line.known,
              name: line.name.trim(),
              kind: line.kind,
              startsOn: line.startsOn || null,
              endsOn: line.endsOn || null,
              capacity: line.capacity.trim() ? wholeIn(line.capacity, 1, 5000) : null,
            })),
          },
        })
      }
    >
      {(line, place) => <CohortLine line={line} {...place} />}
    </LineList>
  );
}

function CohortLine(props: { line: Line<Cohort> } & Place<Cohort>) {
  const t = useT();
  const { line, number, onChange } = props;
  const fault = props.tried ? faultOf(line) : null;
  const name = line.name || t("programs.cohortNumber", { number });
  return (
    <LineBox name={name}>
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <TextField
          className="min-w-48 flex-1"
          label={t("programs.cohortName", { number })}
          value={line.name}
          onChange={(text) => onChange({ name: text })}
          maxLength={120}
          error={fault === "name" ? t("programs.nameMissing") : undefined}
        />
        <NamedButtons first last name={name} onDrop={props.onDrop} />
      </div>
      <NativeSelect
        id={`cohort-kind-${line.id}`}
        label={t("programs.cohortKind")}
        hint={t(`programs.cohortKindText.${line.kind}`)}
        value={line.kind}
        onChange={(value) => onChange({ kind: cohortKinds.find((one) => one === value) ?? "OPEN" })}
        options={cohortKinds.map((id) => ({ id, label: t(`programs.cohortKind.${id}`) }))}
      />
      <div className="grid items-end gap-3 sm:grid-cols-3">
        <TextField
          type="date"
          label={line.kind === "CLOSED" ? t("programs.starts") : `${t("programs.starts")} (${t("form.optional")})`}
          value={line.startsOn}
          onChange={(startsOn) => onChange({ startsOn })}
          error={fault === "start" ? t("programs.startMissing") : undefined}
        />
        <TextField
          type="date"
          label={`${t("programs.ends")} (${t("form.optional")})`}
          value={line.endsOn}
          min={line.startsOn || undefined}
          onChange={(endsOn) => onChange({ endsOn })}
          error={fault === "end" ? t("programs.endWrong") : undefined}
        />
        <TextField
          label={`${t("programs.capacity")} (${t("form.optional")})`}
          inputMode="numeric"
          value={line.capacity}
          onChange={(capacity) => onChange({ capacity })}
          error={fault === "capacity" ? t("programs.capacityWrong") : undefined}
        />
      </div>
      {line.taken !== null && line.taken > 0 && (
        <p className="text-small text-ink-2">{t("programs.placesOpen", { taken: line.taken })}</p>
      )}
    </LineBox>
  );
}
