import type { ComponentProps, ReactNode } from "react";
import type { Outcome } from "@/api/action";
import type { Problem } from "@/api/problems";
import { useT } from "@/i18n";
import { Button, ErrorNotice, Notice } from "@/ui";
import { LineButtons } from "@/ui/line-buttons";

/** The buttons of a line, which is called by its name. */
export function NamedButtons({ name, ...rest }: { name: string } & Omit<ComponentProps<typeof LineButtons>, "labels">) {
  const t = useT();
  const labels = {
    up: t("programs.up", { name }),
    down: t("programs.down", { name }),
    drop: t("programs.drop", { name }),
  };
  return <LineButtons labels={labels} {...rest} />;
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
