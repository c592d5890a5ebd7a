import { Plus, X } from "lucide-react";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { ProgramWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { Button, IconButton } from "@/ui";
import { TextField } from "@/ui/fields";
import { StaffSetPhases, stale } from "./deeds-program";
import { LineList, type Place } from "./line-list";
import { LineBox, NamedButtons } from "./line-parts";
import { type EditorProps, knownLine, type Line } from "./lines";
import { ProgramLine } from "./queries";

type Criterion = { id: string; known: string | null; name: string };
type Phase = { name: string; about: string; criteria: readonly Criterion[] };

const mostCriteria = 40;

const phasesOf = (program: ProgramWholeFragment): Array<Line<Phase>> =>
  program.phases.map((phase) =>
    knownLine(phase.id, {
      name: phase.name,
      about: phase.about,
      criteria: phase.criteria.map((one) => ({ id: one.id, known: one.id, name: one.name })),
    }),
  );

const nameless = (line: Line<Phase>) => !line.name.trim() || line.criteria.some((one) => !one.name.trim());

/** The steps of a program in their order, and what somebody should be ready for in each. */
export default function PhasesEditor(props: EditorProps) {
  const t = useT();
  const { id, version } = unmask(ProgramLine, props.program);
  const set = useAction(StaffSetPhases, (data) => data.setProgramPhases, stale);
  return (
    <LineList
      onSaved={props.onSaved}
      onReload={props.onReload}
      label={t("programs.phases")}
      lead={t("programs.phasesLead")}
      none={t("programs.phasesNone")}
      add={t("programs.addPhase")}
      blank={{ name: "", about: "", criteria: [] }}
      initial={() => phasesOf(props.program)}
      isWrong={nameless}
      wrong={t("programs.nameMissing")}
      pending={set.pending}
      send={(lines) =>
        set.run({
          input: {
            programId: id,
            version,
            phases: lines.map((line) => ({
              phaseId: line.known,
              name: line.name.trim(),
              about: line.about.trim(),
              criteria: line.criteria.map((one) => ({ criterionId: one.known, name: one.name.trim() })),
            })),
          },
        })
      }
    >
      {(line, place) => <PhaseLine line={line} {...place} />}
    </LineList>
  );
}

function PhaseLine(props: { line: Line<Phase> } & Place<Phase>) {
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
        <NamedButtons name={name} first={props.first} last={props.last} onMove={props.onMove} onDrop={props.onDrop} />
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
      {criteria.length < mostCriteria && (
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
