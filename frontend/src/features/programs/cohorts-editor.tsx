import { Plus } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { CohortKind, ProgramWholeFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useLineFocus } from "@/lib/line-focus";
import { zoneName } from "@/lib/time";
import { Button, EmptyState } from "@/ui";
import { NativeSelect, TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { StaffSetCohorts, stale } from "./deeds-program";
import { cohortKinds } from "./kinds";
import { LineBox, LineButtons, NotSaved, SaveLines } from "./line-parts";
import { type EditorProps, knownLine, type Line, useLines, wholeIn } from "./lines";
import { ProgramLine, ProgramWhole } from "./queries";

type Cohort = {
  name: string;
  kind: CohortKind;
  startsOn: string;
  endsOn: string;
  capacity: string;
  taken: number | null;
};

const most = 40;
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
  const { lines, change, drop, add } = useLines(() => cohortsOf(props.program));
  const { list, after } = useLineFocus();
  const [tried, setTried] = useState(false);
  const set = useAction(StaffSetCohorts, (data) => data.setProgramCohorts, stale);
  const wrong = lines.some((line) => faultOf(line) !== null);

  async function save() {
    setTried(true);
    if (wrong) return;
    const cohorts = lines.map((line) => ({
      cohortId: line.known,
      name: line.name.trim(),
      kind: line.kind,
      startsOn: line.startsOn || null,
      endsOn: line.endsOn || null,
      capacity: line.capacity.trim() ? wholeIn(line.capacity, 1, 5000) : null,
    }));
    const outcome = await set.run({ input: { programId: id, version, cohorts } });
    if (!outcome.ok) return;
    toast(t("form.saved"));
    if (outcome.payload.program) props.onSaved(unmask(ProgramWhole, outcome.payload.program));
  }
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
      <p className="measure text-ink-2">
        {t("programs.cohortsLead", { zone: zoneName(centerBoot().center.zone, locale) })}
      </p>
      <NotSaved outcome={set.outcome} onReload={props.onReload} fault={tried && wrong && t("programs.cohortWrong")} />
      {lines.length === 0 && <EmptyState>{t("programs.cohortsNone")}</EmptyState>}
      <ol ref={list} className="m-0 grid list-none gap-3 p-0" aria-label={t("programs.cohorts")}>
        {lines.map((line, at) => (
          <li key={line.id}>
            <CohortLine
              line={line}
              number={at + 1}
              fault={tried ? faultOf(line) : null}
              onChange={(next) => change(line.id, next)}
              onDrop={() => {
                after({ line: at, button: "drop" });
                drop(line.id);
              }}
            />
          </li>
        ))}
      </ol>
      {lines.length < most && (
        <Button
          variant="secondary"
          className="justify-self-start"
          icon={<Plus size={18} aria-hidden />}
          onPress={() => add(nobody)}
        >
          {t("programs.addCohort")}
        </Button>
      )}
      <SaveLines pending={set.pending} onSave={() => void save()} />
    </div>
  );
}

function CohortLine(props: {
  line: Line<Cohort>;
  number: number;
  fault: Fault | null;
  onChange: (change: Partial<Cohort>) => void;
  onDrop: () => void;
}) {
  const t = useT();
  const { line, number, fault, onChange } = props;
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
        <LineButtons first last name={name} onDrop={props.onDrop} />
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
