import { type ReactNode, useState } from "react";
import type { Outcome } from "@/api/action";
import type { Problem } from "@/api/problems";
import { useT } from "@/i18n";
import { Button } from "./button";
import { ErrorNotice, useErrorText } from "./errors";
import { Notice } from "./feedback";
import { Dialog } from "./overlay";
import { toast } from "./toaster";

type Done = Outcome<{ problems: readonly Problem[] }>;

/** Says how a deed without a form of its own went; true when it was done. */
export function useSay(): (outcome: Done, done?: string) => boolean {
  const errorText = useErrorText();
  return (outcome, done) => {
    if (outcome.ok) {
      if (done) toast(done);
      return true;
    }
    const given = outcome.problems.every((problem) => problem.__typename === "StepUpRequired");
    if (outcome.error) toast(errorText(outcome.error), { lasts: 10_000 });
    else if (!given) toast(outcome.problems[0]?.message ?? "", { lasts: 10_000 });
    return false;
  };
}

/** A question before a deed: what it means, what it needs to know, and why it was not done. */
export function DeedDialog(props: {
  title: string;
  text?: string;
  confirm: string;
  danger?: boolean;
  /** What is said when it is done. */
  done?: string;
  children?: ReactNode;
  run: () => Promise<Done>;
  /** With `done`: it was done. */
  onClose: (done: boolean) => void;
}) {
  const t = useT();
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<Done>();
  const problems = outcome && !outcome.ok ? outcome.problems.filter((one) => one.__typename !== "StepUpRequired") : [];

  async function go() {
    setPending(true);
    const next = await props.run();
    setPending(false);
    setOutcome(next);
    if (!next.ok) return;
    if (props.done) toast(props.done);
    props.onClose(true);
  }
  return (
    <Dialog
      isOpen
      role={props.danger ? "alertdialog" : "dialog"}
      title={props.title}
      onOpenChange={(open) => !open && props.onClose(false)}
    >
      {props.text && <p className="text-ink-2">{props.text}</p>}
      <form
        noValidate
        className="grid grid-cols-[minmax(0,1fr)] gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending) void go();
        }}
      >
        {outcome && !outcome.ok && outcome.error && <ErrorNotice error={outcome.error} />}
        {problems.length > 0 && (
          <Notice tone="attention" live>
            {problems.map((one) => (
              <p key={one.code + one.message}>{one.message}</p>
            ))}
          </Notice>
        )}
        {props.children}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant={props.danger ? "danger" : undefined} pending={pending && t("form.saving")}>
            {props.confirm}
          </Button>
          <Button variant="secondary" onPress={() => props.onClose(false)}>
            {t("form.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
