import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { ProgramWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { useLineFocus } from "@/lib/line-focus";
import { Button, EmptyState, IconButton } from "@/ui";
import { TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { StaffSetPhases, stale } from "./deeds-program";
import { LineBox, LineButtons, NotSaved, SaveLines } from "./line-parts";
import { type EditorProps, knownLine, type Line, useLines } from "./lines";
import { ProgramLine, ProgramWhole } from "./queries";

type Criterion = { id: string; known: string | null; name: string };
type Phase = { name: string; about: string; criteria: readonly Criterion[] };

const most = 40;

const phasesOf = (program: ProgramWholeFragment): Array<Line<Phase>> =>
  program.phases.map((phase) =>
    knownLine(phase.id, {
      name: phase.name,
      about: phase.about,
      criteria: phase.criteria.map((one) => ({ id: one.id, known: one.id, name: one.name })),
    }),
  );

/** The steps of a program in their order, and what somebody should be ready for in each. */
export default function PhasesEditor(props: EditorProps) {
  const t = useT();
  const { id, version } = unmask(ProgramLine, props.program);
  const { lines, change, drop, move, add } = useLines(() => phasesOf(props.program));
  const { list, after } = useLineFocus();
  const [tried, setTried] = useState(false);
  const set = useAction(StaffSetPhases, (data) => data.setProgramPhases, stale);
  const nameless = lines.some((line) => !line.name.trim() || line.criteria.some((one) => !one.name.trim()));

  async function save() {
    setTried(true);
    if (nameless) return;
    const phases = lines.map((line) => ({
      phaseId: line.known,
      name: line.name.trim(),
      about: line.about.trim(),
      criteria: line.criteria.map((one) => ({ criterionId: one.known, name: one.name.trim() })),
    }));
    const outcome = await set.run({ input: { programId: id, version, phases } });
    if (!outcome.ok) return;
    toast(t("form.saved"));
    if (outcome.payload.program) props.onSaved(unmask(ProgramWhole, outcome.payload.program));
  }
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
      <p className="measure text-ink-2">{t("programs.phasesLead")}</p>
      <NotSaved
        outcome={set.outcome}
        onReload={props.onReload}
        fault={tried && nameless && t("programs.nameMissing")}
      />
      {lines.length === 0 && <EmptyState>{t("programs.phasesNone")}</EmptyState>}
      <ol ref={list} className="m-0 grid list-none gap-3 p-0" aria-label={t("programs.phases")}>
        {lines.map((line, at) => (
          <li key={line.id}>
            <PhaseLine
              line={line}
              number={at + 1}
              first={at === 0}
              last={at === lines.length - 1}
              tried={tried}
              onChange={(next) => change(line.id, next)}
              onMove={(by) => {
                after({ line: at + by, button: by < 0 ? "up" : "down" });
                move(at, by);
              }}
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
          onPress={() => add({ name: "", about: "", criteria: [] })}
        >
          {t("programs.addPhase")}
        </Button>
      )}
      <SaveLines pending={set.pending} onSave={() => void save()} />
    </div>
  );
}

function PhaseLine(props: {
  line: Line<Phase>;
  number: number;
  first: boolean;
  last: boolean;
  tried: boolean;
  onChange: (change: Partial<Phase>) => void;
  onMove: (by: 1 | -1) => void;
  onDrop: () => void;
}) {
  const t = useT();
  const { line, number, onChange } = props;
  const name = line.name || t("programs.phaseNumber", { number });
  const missing = (text: string) => (props.tried && !text.trim() ? t("programs.nameMissing") : undefined);
  return (
    <LineBox name={name}>
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <TextField
          className="min-w-48 flex-1"
          label={t("programs.phaseName", { number })}
          value={line.name}
          onChange={(text) => onChange({ name: text })}
          maxLength={120}
          error={missing(line.name)}
        />
        <LineButtons name={name} first={props.first} last={props.last} onMove={props.onMove} onDrop={props.onDrop} />
      </div>
      <TextField
        multiline
        rows={2}
        label={`${t("programs.about")} (${t("form.optional")})`}
        value={line.about}
        onChange={(about) => onChange({ about })}
        maxLength={2000}
      />
      <Criteria criteria={line.criteria} missing={missing} onChange={(criteria) => onChange({ criteria })} />
    </LineBox>
  );
}

/** What somebody should be ready for before they go on. Both sides say what they think of each. */
function Criteria(props: {
  criteria: readonly Criterion[];
  missing: (text: string) => string | undefined;
  onChange: (criteria: readonly Criterion[]) => void;
}) {
  const t = useT();
  const { criteria, onChange } = props;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <span className="font-semibold">{t("programs.readiness")}</span>
      {criteria.length > 0 && (
        <ul className="m-0 grid list-none gap-2 p-0">
          {criteria.map((one, at) => (
            <li key={one.id} className="flex items-end gap-2">
              <TextField
                hideLabel
                className="min-w-0 flex-1"
                label={t("programs.criterion", { number: at + 1 })}
                value={one.name}
                onChange={(name) => onChange(criteria.map((each) => (each.id === one.id ? { ...each, name } : each)))}
                maxLength={200}
                error={props.missing(one.name)}
              />
              <IconButton
                label={t("programs.drop", { name: one.name || t("programs.criterion", { number: at + 1 }) })}
                onPress={() => onChange(criteria.filter((each) => each.id !== one.id))}
              >
                <X size={18} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {criteria.length < most && (
        <Button
          size="small"
          variant="quiet"
          className="justify-self-start"
          icon={<Plus size={16} aria-hidden />}
          onPress={() => onChange([...criteria, { id: newKey(), known: null, name: "" }])}
        >
          {t("programs.addCriterion")}
        </Button>
      )}
    </div>
  );
}
