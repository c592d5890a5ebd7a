import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Outcome } from "@/api/action";
import type { Problem } from "@/api/problems";
import { type FragmentType, unmask } from "@/gql";
import { useT } from "@/i18n";
import { type Place as PlaceInList, useLines } from "@/lib/lines";
import { Button, EmptyState } from "@/ui";
import { toast } from "@/ui/toaster";
import { NotSaved, SaveLines } from "./line-parts";
import { type EditorProps, type Line, newLine } from "./lines";
import { ProgramWhole } from "./queries";

/** What the server takes in one list. */
const most = 40;

type Saved = Outcome<{ program?: FragmentType<typeof ProgramWhole> | null; problems: readonly Problem[] }>;

/** Where a line stands and what is done to it; `tried`: somebody wanted to save, what is wrong is told from now on. */
export type Place<T> = PlaceInList<Line<T>> & { tried: boolean };

type Props<T> = Omit<EditorProps, "program"> & {
  label: string;
  lead: string;
  none: string;
  add: string;
  blank: T;
  initial: () => Array<Line<T>>;
  isWrong: (line: Line<T>) => boolean;
  /** What is told beside the fields when a line is wrong. */
  wrong: string;
  pending: boolean;
  send: (lines: ReadonlyArray<Line<T>>) => Promise<Saved>;
  children: (line: Line<T>, place: Place<T>) => ReactNode;
};

/** The lines as they are edited, and what saving them came to. */
function useEditor<T>(props: Props<T>) {
  const t = useT();
  const { lines, list, add, placeOf } = useLines(props.initial);
  const [tried, setTried] = useState(false);
  const [outcome, setOutcome] = useState<Saved | null>(null);
  const wrong = lines.some(props.isWrong);

  async function save() {
    setTried(true);
    if (wrong) return;
    const saved = await props.send(lines);
    setOutcome(saved);
    if (!saved.ok) return;
    toast(t("form.saved"));
    if (saved.payload.program) props.onSaved(unmask(ProgramWhole, saved.payload.program));
  }
  return {
    lines,
    list,
    save,
    outcome,
    fault: tried && wrong && props.wrong,
    add: () => add(newLine(props.blank)),
    placeOf: (line: Line<T>, at: number): Place<T> => ({ ...placeOf(line, at), tried }),
  };
}

/** A list of a program that is edited and saved as a whole. */
export function LineList<T>(props: Props<T>) {
  const { lines, list, add, save, placeOf, outcome, fault } = useEditor(props);
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
      <p className="measure text-ink-2">{props.lead}</p>
      <NotSaved outcome={outcome} onReload={props.onReload} fault={fault} />
      {lines.length === 0 && <EmptyState>{props.none}</EmptyState>}
      <ol ref={list} className="m-0 grid list-none gap-3 p-0" aria-label={props.label}>
        {lines.map((line, at) => (
          <li key={line.id}>{props.children(line, placeOf(line, at))}</li>
        ))}
      </ol>
      {lines.length < most && (
        <Button variant="secondary" className="justify-self-start" icon={<Plus size={18} aria-hidden />} onPress={add}>
          {props.add}
        </Button>
      )}
      <SaveLines pending={props.pending} onSave={() => void save()} />
    </div>
  );
}
