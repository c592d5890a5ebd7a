import { Plus } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import type { RunSheetPartsFragment, RunStepKey } from "@/gql/graphql";
import { useT } from "@/i18n";
import { type Place, useLines } from "@/lib/lines";
import { Button, ErrorNotice, Notice } from "@/ui";
import { NativeSelect, TextField } from "@/ui/fields";
import { LineButtons } from "@/ui/line-buttons";
import { toast } from "@/ui/toaster";
import { StaffSetRunSheet, stale } from "./deeds-group";
import { DeedDialog } from "./say";
import {
  faultOf,
  hasTurns,
  inputOf,
  type Line,
  lengthOf,
  lineOf,
  minutesIn,
  mostSteps,
  newLine,
  stepKeys,
} from "./sheet-model";

type Props = { groupId: string; sheet: RunSheetPartsFragment; onClose: () => void };

/** The sheet as it is being written, and its saving. */
function useSheet({ groupId, sheet, onClose }: Props) {
  const t = useT();
  const { lines, list, add, placeOf } = useLines(() => sheet.steps.map(lineOf));
  const [turn, setTurn] = useState(String(sheet.turnSeconds ?? ""));
  const [tried, setTried] = useState(false);
  const set = useAction(StaffSetRunSheet, (data) => data.setRunSheet, stale);
  const { version } = sheet;

  async function save() {
    setTried(true);
    if (lines.length === 0 || lines.some(faultOf)) return;
    const turnSeconds = turn ? Number(turn) : null;
    const outcome = await set.run({ input: { groupId, version, steps: lines.map(inputOf), turnSeconds } });
    if (!outcome.ok) return;
    toast(t("form.saved"));
    onClose();
  }
  /** What people stay on for comes last; everything else before it. */
  function addStep(line: Line) {
    const after = lines.findIndex((one) => one.key === "AFTER");
    add(line, line.key === "AFTER" || after < 0 ? undefined : after);
  }
  /** As every group has it that wrote none of its own. */
  const reset = () => set.run({ input: { groupId, version, steps: [], turnSeconds: null } });
  return { lines, list, addStep, placeOf, turn, setTurn, tried, set, save, reset };
}

export default function Editor(props: Props) {
  const t = useT();
  const { sheet, onClose } = props;
  const { lines, list, placeOf, tried, set, ...edited } = useSheet(props);
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <p className="measure text-ink-2">{t("staff.runSheet.editLead")}</p>
      {set.error && <ErrorNotice error={set.error} title={t("form.notSaved")} />}
      {set.problems.length > 0 && (
        <Notice tone="attention" live title={t("form.notSaved")}>
          {set.problems.map((problem) => (
            <p key={problem.code}>{problem.message}</p>
          ))}
        </Notice>
      )}
      {tried && lines.length === 0 && (
        <Notice tone="attention" live>
          {t("staff.runSheet.empty")}
        </Notice>
      )}
      <ol ref={list} className="m-0 grid list-none gap-3 p-0" aria-label={t("staff.sheet.steps")}>
        {lines.map((line, at) => (
          <StepLine key={line.id} line={line} tried={tried} {...placeOf(line, at)} />
        ))}
      </ol>
      <Length lines={lines} />
      {lines.length < mostSteps && <AddStep onAdd={edited.addStep} />}
      {hasTurns(sheet.format) && (
        <TurnLength value={edited.turn} timed={sheet.format === "TIMED"} onChange={edited.setTurn} />
      )}
      <div className="flex flex-wrap gap-2">
        <Button pending={set.pending && t("form.saving")} onPress={() => void edited.save()}>
          {t("form.save")}
        </Button>
        <Button variant="secondary" onPress={onClose}>
          {t("form.cancel")}
        </Button>
        {sheet.version > 0 && <Reset run={edited.reset} onDone={onClose} />}
      </div>
    </div>
  );
}

/** How long it takes altogether. */
function Length({ lines }: { lines: readonly Line[] }) {
  const t = useT();
  const { meeting, after } = lengthOf(lines.map((line) => ({ key: line.key, minutes: minutesIn(line) })));
  return (
    <p role="status" className="tnum font-semibold">
      {t("staff.runSheet.sum", { minutes: meeting })}
      {after > 0 && ` ${t("staff.runSheet.after", { minutes: after })}`}
    </p>
  );
}

/** Back to the usual sheet, after a question. */
function Reset(props: { run: ReturnType<typeof useSheet>["reset"]; onDone: () => void }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="quiet" onPress={() => setAsking(true)}>
        {t("staff.runSheet.usual")}
      </Button>
      {asking && (
        <DeedDialog
          title={t("staff.runSheet.usualTitle")}
          text={t("staff.runSheet.usualText")}
          confirm={t("staff.runSheet.usual")}
          done={t("form.saved")}
          run={props.run}
          onClose={(done) => (done ? props.onDone() : setAsking(false))}
        />
      )}
    </>
  );
}

function StepLine(props: Place<Line> & { line: Line; tried: boolean }) {
  const t = useT();
  const { line, number, onChange } = props;
  const fault = props.tried ? faultOf(line) : null;
  return (
    <li>
      <fieldset className="m-0 grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 rounded-card border border-line bg-surface p-4">
        <legend className="sr-only">{t("staff.runSheet.stepNamed", { number, title: line.title })}</legend>
        <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
          {line.key === "OWN" ? (
            <TextField
              className="min-w-40 flex-1"
              label={t("staff.runSheet.title", { number })}
              value={line.title}
              onChange={(title) => onChange({ title })}
              maxLength={60}
              error={fault === "title" ? t("staff.runSheet.titleMissing") : undefined}
            />
          ) : (
            <span className="min-w-40 flex-1 self-center font-semibold break-words">
              {number}. {line.title}
            </span>
          )}
          <TextField
            className="w-24"
            label={t("staff.runSheet.minutes")}
            inputMode="numeric"
            value={line.minutes}
            onChange={(text) => onChange({ minutes: text.replace(/\D/g, "").slice(0, 3) })}
            error={fault === "minutes" ? t("staff.runSheet.minutesWrong") : undefined}
          />
          <LineButtons
            {...props}
            labels={{
              up: t("staff.runSheet.up", { number }),
              down: t("staff.runSheet.down", { number }),
              drop: t("staff.runSheet.drop", { number }),
            }}
          />
        </div>
        {line.key === "OWN" && (
          <TextField
            multiline
            rows={2}
            label={`${t("staff.runSheet.text")} (${t("form.optional")})`}
            value={line.text}
            onChange={(text) => onChange({ text })}
            maxLength={500}
          />
        )}
      </fieldset>
    </li>
  );
}

function AddStep(props: { onAdd: (line: Line) => void }) {
  const t = useT();
  const [key, setKey] = useState<RunStepKey>("OWN");
  return (
    <div className="flex flex-wrap items-end gap-3">
      <NativeSelect
        id="add-step"
        className="min-w-56"
        label={t("staff.runSheet.another")}
        value={key}
        onChange={(value) => setKey(stepKeys.find((one) => one === value) ?? "OWN")}
        options={stepKeys.map((id) => ({ id, label: t(`staff.runSheet.step.${id}`) }))}
      />
      <Button
        variant="secondary"
        icon={<Plus size={18} aria-hidden />}
        onPress={() => props.onAdd(newLine(key, key === "OWN" ? "" : t(`staff.runSheet.step.${key}`)))}
      >
        {t("staff.runSheet.add")}
      </Button>
    </div>
  );
}

/** Seconds that people choose from. */
const turns: readonly number[] = [60, 120, 180, 240, 300, 420, 600, 900];

function TurnLength(props: { value: string; timed: boolean; onChange: (value: string) => void }) {
  const t = useT();
  const own = Number(props.value);
  const known = own && !turns.includes(own) ? [...turns, own].sort((one, other) => one - other) : turns;
  const options = known.map((seconds) => ({
    id: String(seconds),
    label: t("staff.runSheet.turnMinutes", { minutes: seconds / 60 }),
  }));
  return (
    <NativeSelect
      id="turn-length"
      className="max-w-64"
      label={t("staff.runSheet.turn")}
      hint={t("staff.runSheet.turnHint")}
      value={props.value}
      onChange={props.onChange}
      options={props.timed ? options : [{ id: "", label: t("staff.runSheet.turnOpen") }, ...options]}
    />
  );
}
