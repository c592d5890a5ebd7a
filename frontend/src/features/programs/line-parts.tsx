import { ArrowDown, ArrowUp, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Outcome } from "@/api/action";
import type { Problem } from "@/api/problems";
import { useT } from "@/i18n";
import { Button, ErrorNotice, IconButton, Notice } from "@/ui";

/** Up, down and away: the buttons of one line. By the keyboard the focus goes with the line. */
export function LineButtons(props: {
  name: string;
  first: boolean;
  last: boolean;
  onMove?: (by: 1 | -1) => void;
  onDrop: () => void;
}) {
  const t = useT();
  const { name, onMove } = props;
  return (
    <span className="flex flex-none">
      {onMove && (
        <>
          <IconButton
            data-do="up"
            label={t("programs.up", { name })}
            isDisabled={props.first}
            onPress={() => onMove(-1)}
          >
            <ArrowUp size={18} aria-hidden />
          </IconButton>
          <IconButton
            data-do="down"
            label={t("programs.down", { name })}
            isDisabled={props.last}
            onPress={() => onMove(1)}
          >
            <ArrowDown size={18} aria-hidden />
          </IconButton>
        </>
      )}
      <IconButton data-do="drop" label={t("programs.drop", { name })} onPress={props.onDrop}>
        <X size={18} aria-hidden />
      </IconButton>
    </span>
  );
}

/** A line of an editor: a group with a name of its own. */
export function LineBox(props: { name: string; children: ReactNode }) {
  return (
    <fieldset className="m-0 grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 rounded-card border border-line bg-surface p-4">
      <legend className="sr-only">{props.name}</legend>
      {props.children}
    </fieldset>
  );
}

/** Why a list was not saved. */
export function NotSaved(props: {
  outcome: Outcome<{ problems: readonly Problem[] }> | null;
  fault?: string | false;
  onReload: () => void;
}) {
  const t = useT();
  const { outcome, fault } = props;
  if (fault) {
    return (
      <Notice tone="attention" live title={t("form.notSaved")}>
        {fault}
      </Notice>
    );
  }
  if (!outcome || outcome.ok) return null;
  if (outcome.error) return <ErrorNotice error={outcome.error} title={t("form.notSaved")} />;
  return (
    <Notice
      tone="attention"
      live
      title={t("form.notSaved")}
      actions={<ReloadButton problems={outcome.problems} onReload={props.onReload} />}
    >
      {outcome.problems.map((one) => (
        <p key={one.code + one.message}>{one.message}</p>
      ))}
    </Notice>
  );
}

/** Somebody else saved it meanwhile: what was written stays on the screen until it is let go. */
export function ReloadButton(props: { problems: readonly Problem[]; onReload: () => void }) {
  const t = useT();
  if (!props.problems.some((one) => one.__typename === "Conflict")) return null;
  return (
    <Button size="small" variant="secondary" onPress={props.onReload}>
      {t("programs.showSaved")}
    </Button>
  );
}

export function SaveLines(props: { pending: boolean; onSave: () => void }) {
  const t = useT();
  return (
    <Button className="justify-self-start" pending={props.pending && t("form.saving")} onPress={props.onSave}>
      {t("form.save")}
    </Button>
  );
}
