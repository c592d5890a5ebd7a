import { Plus } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { IntakeKind, IntakeOwner, ProgramWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useLineFocus } from "@/lib/line-focus";
import { Button, EmptyState } from "@/ui";
import { NativeSelect, Switch, TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { StaffSetIntake, stale } from "./deeds-program";
import { intakeKinds } from "./kinds";
import { LineBox, LineButtons, NotSaved, SaveLines } from "./line-parts";
import { type EditorProps, knownLine, type Line, useLines, wholeIn } from "./lines";
import { ProgramLine, ProgramWhole } from "./queries";

type Item = { name: string; kind: IntakeKind; owner: IntakeOwner; days: string; required: boolean };

const owners: readonly IntakeOwner[] = ["CLIENT", "STAFF"];
const most = 40;
const daysOf = (item: Item) => wholeIn(item.days, 0, 365);

const itemsOf = (program: ProgramWholeFragment): Array<Line<Item>> =>
  program.intakeItems.map((item) =>
    knownLine(item.id, {
      name: item.name,
      kind: item.kind,
      owner: item.owner,
      days: String(item.dueDays),
      required: item.required,
    }),
  );

/** What has to be there when somebody begins. Whoever has begun keeps the packet they got. */
export default function IntakeEditor(props: EditorProps) {
  const t = useT();
  const { id, version } = unmask(ProgramLine, props.program);
  const { lines, change, drop, move, add } = useLines(() => itemsOf(props.program));
  const { list, after } = useLineFocus();
  const [tried, setTried] = useState(false);
  const set = useAction(StaffSetIntake, (data) => data.setProgramIntake, stale);
  const wrong = lines.some((line) => !line.name.trim() || daysOf(line) === null);

  async function save() {
    setTried(true);
    if (wrong) return;
    const items = lines.map((line) => ({
      intakeItemId: line.known,
      kind: line.kind,
      name: line.name.trim(),
      owner: line.owner,
      dueDays: daysOf(line) ?? 0,
      required: line.required,
    }));
    const outcome = await set.run({ input: { programId: id, version, items } });
    if (!outcome.ok) return;
    toast(t("form.saved"));
    if (outcome.payload.program) props.onSaved(unmask(ProgramWhole, outcome.payload.program));
  }
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
      <p className="measure text-ink-2">{t("programs.intakeLead")}</p>
      <NotSaved outcome={set.outcome} onReload={props.onReload} fault={tried && wrong && t("programs.itemWrong")} />
      {lines.length === 0 && <EmptyState>{t("programs.intakeNone")}</EmptyState>}
      <ol ref={list} className="m-0 grid list-none gap-3 p-0" aria-label={t("programs.intake")}>
        {lines.map((line, at) => (
          <li key={line.id}>
            <ItemLine
              line={line}
              number={at + 1}
              tried={tried}
              onChange={(next) => change(line.id, next)}
              first={at === 0}
              last={at === lines.length - 1}
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
          onPress={() => add({ name: "", kind: "DOCUMENT", owner: "CLIENT", days: "7", required: true })}
        >
          {t("programs.addItem")}
        </Button>
      )}
      <SaveLines pending={set.pending} onSave={() => void save()} />
    </div>
  );
}

function ItemLine(props: {
  line: Line<Item>;
  number: number;
  tried: boolean;
  first: boolean;
  last: boolean;
  onChange: (change: Partial<Item>) => void;
  onMove: (by: 1 | -1) => void;
  onDrop: () => void;
}) {
  const t = useT();
  const { line, number, tried, onChange } = props;
  const name = line.name || t("programs.itemNumber", { number });
  return (
    <LineBox name={name}>
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <TextField
          className="min-w-48 flex-1"
          label={t("programs.itemName", { number })}
          value={line.name}
          onChange={(text) => onChange({ name: text })}
          maxLength={200}
          error={tried && !line.name.trim() ? t("programs.nameMissing") : undefined}
        />
        <LineButtons name={name} first={props.first} last={props.last} onMove={props.onMove} onDrop={props.onDrop} />
      </div>
      <div className="grid items-end gap-3 sm:grid-cols-3">
        <NativeSelect
          id={`kind-${line.id}`}
          label={t("programs.itemKind")}
          value={line.kind}
          onChange={(value) => onChange({ kind: intakeKinds.find((one) => one === value) ?? "TASK" })}
          options={intakeKinds.map((id) => ({ id, label: t(`programs.intakeKind.${id}`) }))}
        />
        <NativeSelect
          id={`owner-${line.id}`}
          label={t("programs.itemOwner")}
          value={line.owner}
          onChange={(value) => onChange({ owner: owners.find((one) => one === value) ?? "STAFF" })}
          options={owners.map((id) => ({ id, label: t(`programs.owner.${id}`) }))}
        />
        <TextField
          label={t("programs.itemDays")}
          inputMode="numeric"
          value={line.days}
          onChange={(days) => onChange({ days })}
          error={tried && daysOf(line) === null ? t("programs.itemDaysWrong") : undefined}
        />
      </div>
      <Switch
        label={t("programs.itemRequired")}
        isSelected={line.required}
        onChange={(required) => onChange({ required })}
      />
    </LineBox>
  );
}
