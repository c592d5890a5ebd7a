import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
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

/** Refused because somebody else was faster: it stands elsewhere by now. */
export const isOvertaken = (problem: Problem) =>
  problem.__typename === "Conflict" || problem.__typename === "IllegalMove" || problem.code === "mentorship_state";

/** Somebody else was faster: how it stands now, and what is possible from there. What was typed stays where it is. */
export function MovedOn<D extends string>(props: {
  title: string;
  text: string;
  choices: ReadonlyArray<{ id: D; label: string }>;
  onChoose: (id: D) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone.
  useEffect(() => {
    const first = box.current?.querySelector<HTMLElement>("button");
    (first ?? box.current)?.focus();
  }, []);
  return (
    <div ref={box} tabIndex={-1} className="outline-none">
      <Notice
        tone="attention"
        live
        title={props.title}
        actions={
          props.choices.length > 0 &&
          props.choices.map(({ id, label }) => (
            <Button key={id} size="small" variant="secondary" onPress={() => props.onChoose(id)}>
              {label}
            </Button>
          ))
        }
      >
        {props.text}
      </Notice>
    </div>
  );
}

type DeedProps = {
  title: string;
  text?: string;
  confirm: string;
  danger?: boolean;
  /** What is said when it is done. */
  done?: string;
  children?: ReactNode;
  /** Instead of the question, when what it is about has moved on. */
  moved?: ReactNode;
  run: () => Promise<Done>;
  /** With `done`: it was done. */
  onClose: (done: boolean) => void;
};

/** A question before a deed: what it means, what it needs to know, and why it was not done. */
export function DeedDialog(props: DeedProps) {
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<Done>();
  const moved = Boolean(props.moved);
  const form = useNewQuestion(moved, () => setOutcome(undefined));

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
      {props.moved || (props.text && <p className="text-ink-2">{props.text}</p>)}
      <form
        ref={form}
        noValidate
        className="grid grid-cols-[minmax(0,1fr)] gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending && !moved) void go();
        }}
      >
        <WhyNot outcome={outcome} moved={moved} />
        {props.children}
        <Answers {...props} pending={pending} />
      </form>
    </Dialog>
  );
}

/** A new question stands where choices were: the keyboard goes on to its answer, and what was refused before is over. */
function useNewQuestion(moved: boolean, begin: () => void) {
  const form = useRef<HTMLFormElement>(null);
  const before = useRef(moved);
  const start = useEffectEvent(begin);
  useEffect(() => {
    if (before.current && !moved) {
      start();
      form.current?.querySelector<HTMLElement>("button[type=submit]")?.focus();
    }
    before.current = moved;
  }, [moved]);
  return form;
}

function WhyNot({ outcome, moved }: { outcome: Done | undefined; moved: boolean }) {
  if (!outcome || outcome.ok) return null;
  if (outcome.error) return <ErrorNotice error={outcome.error} />;
  const said = (one: Problem) => one.__typename === "StepUpRequired" || (moved && isOvertaken(one));
  const problems = outcome.problems.filter((one) => !said(one));
  if (problems.length === 0) return null;
  return (
    <Notice tone="attention" live>
      {problems.map((one) => (
        <p key={one.code + one.message}>{one.message}</p>
      ))}
    </Notice>
  );
}

function Answers(props: DeedProps & { pending: boolean }) {
  const t = useT();
  return (
    <div className="flex flex-wrap gap-2">
      {!props.moved && (
        <Button type="submit" variant={props.danger ? "danger" : undefined} pending={props.pending && t("form.saving")}>
          {props.confirm}
        </Button>
      )}
      <Button variant="secondary" onPress={() => props.onClose(false)}>
        {t("form.cancel")}
      </Button>
    </div>
  );
}
