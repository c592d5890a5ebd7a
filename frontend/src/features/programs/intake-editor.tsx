import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { IntakeKind, IntakeOwner, ProgramWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { NativeSelect, Switch, TextField } from "@/ui/fields";
import { StaffSetIntake, stale } from "./deeds-program";
import { intakeKinds } from "./kinds";
import { LineList, type Place } from "./line-list";
import { LineBox, NamedButtons } from "./line-parts";
import { type EditorProps, knownLine, type Line, wholeIn } from "./lines";
import { ProgramLine } from "./queries";

type Item = { name: string; kind: IntakeKind; owner: IntakeOwner; days: string; required: boolean };

const owners: readonly IntakeOwner[] = ["CLIENT", "STAFF"];
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

const isWrong = (line: Line<Item>) => !line.name.trim() || daysOf(line) === null;

/** What has to be there when somebody begins. Whoever has begun keeps the packet they got. */
export default function IntakeEditor(props: EditorProps) {
  const t = useT();
  const { id, version } = unmask(ProgramLine, props.program);
  const set = useAction(StaffSetIntake, (data) => data.setProgramIntake, stale);
  return (
    <LineList
      onSaved={props.onSaved}
      onReload={props.onReload}
      label={t("programs.intake")}
      lead={t("programs.intakeLead")}
      none={t("programs.intakeNone")}
      add={t("programs.addItem")}
      blank={{ name: "", kind: "DOCUMENT" as IntakeKind, owner: "CLIENT" as IntakeOwner, days: "7", required: true }}
      initial={() => itemsOf(props.program)}
      isWrong={isWrong}
      wrong={t("programs.itemWrong")}
      pending={set.pending}
      send={(lines) =>
        set.run({
          input: {
            programId: id,
            version,
            items: lines.map((line) => ({
              intakeItemId: line.known,
              kind: line.kind,
              name: line.name.trim(),
              owner: line.owner,
              dueDays: daysOf(line) ?? 0,
              required: line.required,
            })),
          },
        })
      }
    >
      {(line, place) => <ItemLine line={line} {...place} />}
    </LineList>
  );
}

function ItemLine(props: { line: Line<Item> } & Place<Item>) {
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
        <NamedButtons name={name} first={props.first} last={props.last} onMove={props.onMove} onDrop={props.onDrop} />
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
