import { Suspense, useEffect, useState } from "react";
import type { Problem } from "@/api/problems";
import { DriftAtNote } from "@/features/mentor-space/drift";
import { unmask } from "@/gql";
import type { CareNoteFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, ErrorNotice, Notice } from "@/ui";
import { NativeSelect, TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { useSignNote } from "./deeds";
import { type Draft, plainText, type Template, under } from "./draft";
import { Invite } from "./invite";
import { LeaveGuard } from "./leave-guard";
import { CareNote } from "./queries";
import { SavingLine } from "./saving-line";
import { SetAside } from "./set-aside";
import { type NoteDraft, useNoteDraft } from "./use-draft";

export type Show = (note: CareNoteFragment) => void;

/** The note while it is written: headings, a text that saves itself, and the signature. */
export function NoteEditor(props: {
  sessionId: string;
  clientName: string;
  note: CareNoteFragment | null;
  templates: readonly Template[];
  /** The template that fits what became of the session. */
  firstTemplate: string;
  /** Puts what the server answered in the place of what was there. */
  onNote: Show;
  /** Signed elsewhere meanwhile: what is here and not there, as plain text. */
  onLeftOver: (text: string) => void;
  onHolding: (holding: boolean) => void;
}) {
  const t = useT();
  const { note, templates, onHolding, onLeftOver } = props;
  const text = useNoteDraft(props.sessionId, note, props.firstTemplate);
  const sign = useSignNote();
  const [signing, setSigning] = useState(false);
  const template = templates.find((one) => one.key === text.draft.template) ?? templates[0];
  const { problems } = text.saving;
  const holding = text.saving.state !== "clean";
  useEffect(() => onHolding(holding), [holding, onHolding]);
  useEffect(() => {
    if (problems.some((one) => one.code.toLowerCase().includes("signed"))) onLeftOver(plainText(text.draft));
  }, [problems, text.draft, onLeftOver]);

  async function signNow() {
    setSigning(true);
    if (await text.flush()) {
      const outcome = await sign.run({ sessionId: props.sessionId, version: text.version() });
      if (outcome.ok && outcome.payload.note) {
        toast(t("care.note.signedNow"));
        props.onNote(unmask(CareNote, outcome.payload.note));
      }
    }
    setSigning(false);
  }
  if (!template) return null;
  const told = [...problems, ...sign.problems];
  return (
    <div className="grid max-w-[720px] grid-cols-[minmax(0,1fr)] content-start gap-5">
      {note && note.copies.length > 0 && (
        <SetAside sessionId={props.sessionId} note={note} template={template} text={text} onNote={props.onNote} />
      )}
      <Headings text={text} template={template} templates={templates} problems={told} />
      <Suspense fallback={null}>
        <DriftAtNote words={Object.values(text.draft.answers).join("\n")} />
      </Suspense>
      <Invite sessionId={props.sessionId} name={props.clientName} note={note} text={text} onNote={props.onNote} />
      <Why problems={told} template={template} error={sign.error} />
      <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t bg-canvas px-4 py-3 max-md:bottom-16 md:mx-0 md:px-0">
        <Button pending={signing && t("care.note.signing")} onPress={() => void signNow()}>
          {t("care.note.sign")}
        </Button>
        <SavingLine saving={text.saving} />
      </div>
      <LeaveGuard text={t("care.leave.text")} isClean={text.isClean} save={text.flush} />
    </div>
  );
}

function Headings(props: {
  text: NoteDraft;
  template: Template;
  templates: readonly Template[];
  problems: readonly Problem[];
}) {
  const t = useT();
  const { text, template, templates, problems } = props;
  const { draft } = text;
  const [moved, setMoved] = useState(false);
  const choose = (key: string) => {
    const next = templates.find((one) => one.key === key);
    if (!next) return;
    const changed = under(draft, next);
    text.edit(changed.draft);
    setMoved(changed.moved);
  };
  const edit = (key: string, value: string) => {
    const next: Draft = { template: template.key, answers: { ...draft.answers, [key]: value } };
    text.edit(next);
  };
  return (
    <>
      <NativeSelect
        id="note-template"
        label={t("care.note.template")}
        value={template.key}
        onChange={choose}
        options={templates.map((one) => ({ id: one.key, label: one.name }))}
      />
      {moved && (
        <p role="status" className="text-small text-ink-2">
          {t("care.note.moved", { heading: template.prompts[0]?.words ?? "" })}
        </p>
      )}
      {template.prompts.map((prompt) => (
        <TextField
          key={prompt.key}
          multiline
          rows={3}
          maxLength={8000}
          autoComplete="off"
          label={prompt.required ? prompt.words : `${prompt.words} (${t("form.optional")})`}
          value={draft.answers[prompt.key] ?? ""}
          onChange={(value) => edit(prompt.key, value)}
          // Only while it still holds: what was empty and is written now needs no word any more.
          error={
            draft.answers[prompt.key]?.trim() && !tooLong(draft, prompt.key) ? undefined : faultOf(problems, prompt.key)
          }
        />
      ))}
    </>
  );
}

const tooLong = (draft: Draft, key: string) => [...(draft.answers[key] ?? "")].length > 8000;

const pathOf = (problem: Problem) => (problem.path[0] === "input" ? problem.path.slice(1) : problem.path);

function faultOf(problems: readonly Problem[], key: string): string | undefined {
  return problems.find((one) => pathOf(one)[0] === "answers" && pathOf(one)[1] === key)?.message;
}

/** Why it was not saved or signed, as far as it belongs to no heading. */
function Why(props: { problems: readonly Problem[]; template: Template; error: unknown }) {
  const t = useT();
  const known = new Set(props.template.prompts.map((prompt) => prompt.key));
  const atHeading = props.problems.filter((one) => known.has(pathOf(one)[1] ?? ""));
  const rest = props.problems.filter((one) => !atHeading.includes(one));
  return (
    <>
      {props.error !== undefined && <ErrorNotice error={props.error} title={t("care.note.notSigned")} />}
      {props.problems.length > 0 && (
        <Notice tone="attention" live title={t("care.note.notSigned")}>
          {rest.map((one) => (
            <p key={one.code + one.message}>{one.message}</p>
          ))}
          {atHeading.length > 0 && <p>{t("care.note.headingsLeft", { count: atHeading.length })}</p>}
        </Notice>
      )}
    </>
  );
}
