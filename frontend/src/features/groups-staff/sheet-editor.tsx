import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import type { RunSheetPartsFragment, RunStepKey } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, ErrorNotice, IconButton, Notice } from "@/ui";
import { NativeSelect, TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { StaffSetRunSheet, stale } from "./deeds-group";
import { useLineFocus } from "./line-focus";
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

function useLines(sheet: RunSheetPartsFragment) {
  const [lines, setLines] = useState<readonly Line[]>(() => sheet.steps.map(lineOf));
  return {
    lines,
    change: (id: string, change: Partial<Line>) =>
      setLines((before) => before.map((one) => (one.id === id ? { ...one, ...change } : one))),
    drop: (id: string) => setLines((before) => before.filter((one) => one.id !== id)),
    move: (at: number, by: 1 | -1) =>
      setLines((before) => {
        const next = [...before];
        const [one] = next.splice(at, 1);
        if (one) next.splice(at + by, 0, one);
        return next;
      }),
    // What people stay on for comes last; everything else before it.
    add: (line: Line) =>
      setLines((before) => {
        const after = before.findIndex((one) => one.key === "AFTER");
        const at = line.key === "AFTER" || after < 0 ? before.length : after;
        return [...before.slice(0, at), line, ...before.slice(at)];
      }),
  };
}

export default function Editor({ groupId, sheet, onClose }: Props) {
  const t = useT();
  const { lines, change, drop, move, add } = useLines(sheet);
  const { list, after: focusAfter } = useLineFocus();
  const [turn, setTurn] = useState(String(sheet.turnSeconds ?? ""));
  const [tried, setTried] = useState(false);
  const [resetting, setResetting] = useState(false);
  const set = useAction(StaffSetRunSheet, (data) => data.setRunSheet, stale);
  const { meeting, after } = lengthOf(lines.map((line) => ({ key: line.key, minutes: minutesIn(line) })));

  async function save() {
    setTried(true);
    if (lines.length === 0 || lines.some(faultOf)) return;
    const turnSeconds = turn ? Number(turn) : null;
    const outcome = await set.run({
      input: { groupId, version: sheet.version, steps: lines.map(inputOf), turnSeconds },
    });
    if (!outcome.ok) return;
    toast(t("form.saved"));
    onClose();
  }
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
          <StepLine
            key={line.id}
            line={line}
            at={at}
            last={at === lines.length - 1}
            tried={tried}
            onChange={(next) => change(line.id, next)}
            onDrop={() => {
              focusAfter({ line: at, button: "drop" });
              drop(line.id);
            }}
            onMove={(by) => {
              focusAfter({ line: at + by, button: by < 0 ? "up" : "down" });
              move(at, by);
            }}
          />
        ))}
      </ol>
      <p role="status" className="tnum font-semibold">
        {t("staff.runSheet.sum", { minutes: meeting })}
        {after > 0 && ` ${t("staff.runSheet.after", { minutes: after })}`}
      </p>
      {lines.length < mostSteps && <AddStep onAdd={add} />}
      {hasTurns(sheet.format) && <TurnLength value={turn} timed={sheet.format === "TIMED"} onChange={setTurn} />}
      <div className="flex flex-wrap gap-2">
        <Button pending={set.pending && t("form.saving")} onPress={() => void save()}>
          {t("form.save")}
        </Button>
        <Button variant="secondary" onPress={onClose}>
          {t("form.cancel")}
        </Button>
        {sheet.version > 0 && (
          <Button variant="quiet" onPress={() => setResetting(true)}>
            {t("staff.runSheet.usual")}
          </Button>
        )}
      </div>
      {resetting && (
        <DeedDialog
          title={t("staff.runSheet.usualTitle")}
          text={t("staff.runSheet.usualText")}
          confirm={t("staff.runSheet.usual")}
          done={t("form.saved")}
          run={() => set.run({ input: { groupId, version: sheet.version, steps: [], turnSeconds: null } })}
          onClose={(done) => (done ? onClose() : setResetting(false))}
        />
      )}
    </div>
  );
}

function StepLine(props: {
  line: Line;
  at: number;
  last: boolean;
  tried: boolean;
  onChange: (change: Partial<Line>) => void;
  onDrop: () => void;
  onMove: (by: 1 | -1) => void;
}) {
  const t = useT();
  const { line, at, onChange } = props;
  const number = at + 1;
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
          <span className="flex">
            <IconButton
              data-do="up"
              label={t("staff.runSheet.up", { number })}
              isDisabled={at === 0}
              onPress={() => props.onMove(-1)}
            >
              <ArrowUp size={18} aria-hidden />
            </IconButton>
            <IconButton
              data-do="down"
              label={t("staff.runSheet.down", { number })}
              isDisabled={props.last}
              onPress={() => props.onMove(1)}
            >
              <ArrowDown size={18} aria-hidden />
            </IconButton>
            <IconButton data-do="drop" label={t("staff.runSheet.drop", { number })} onPress={props.onDrop}>
              <X size={18} aria-hidden />
            </IconButton>
          </span>
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
