import { Lock } from "lucide-react";
import { useState } from "react";
import { centerBoot, may } from "@/api/boot";
import { unmask } from "@/gql";
import type { CareNoteFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatWhen } from "@/lib/time";
import { Badge, Button, Card, ErrorNotice, Notice } from "@/ui";
import { TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { useAddAddendum, useCoSignNote } from "./deeds";
import { ClientLine } from "./invite";
import { LeaveGuard } from "./leave-guard";
import { CareNote } from "./queries";
import { VoidNote } from "./void-note";

/** A signed note: it stands as it is. Others may sign with it, and whoever signed adds below. */
export function WrittenNote(props: {
  note: CareNoteFragment;
  clientName: string;
  /** What was typed and not saved when it was signed elsewhere. */
  leftOver?: string;
  onNote: (note: CareNoteFragment) => void;
}) {
  const t = useT();
  const { note } = props;
  const { viewer } = centerBoot();
  const signed = note.author.id === viewer.id || note.cosignedBy?.id === viewer.id;
  const mayCoSign = note.state === "WAITS_FOR_COSIGN" && may("CO_SIGN_NOTES") && note.author.id !== viewer.id;
  return (
    <div className="grid max-w-[720px] grid-cols-[minmax(0,1fr)] content-start gap-5">
      <Card labelledBy="note-text" className="grid gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <h2 id="note-text" className="text-h2">
            {note.template.name}
          </h2>
          {note.state === "WAITS_FOR_COSIGN" && <Badge tone="attention">{t("care.written.waits")}</Badge>}
        </div>
        <NoteText note={note} />
        {note.clientLine && <ClientLine name={props.clientName} line={note.clientLine} />}
        <Signatures note={note} />
      </Card>
      {mayCoSign && <CoSign note={note} onNote={props.onNote} />}
      {note.addenda.length > 0 && <Addenda note={note} />}
      {signed && note.state !== "DRAFT" && <AddAddendum note={note} leftOver={props.leftOver} onNote={props.onNote} />}
      {/* By the same supervisors who sign with others, and about nobody's own note. */}
      {note.state !== "DRAFT" && may("CO_SIGN_NOTES") && note.author.id !== viewer.id && <VoidNote note={note} />}
    </div>
  );
}

/** What stands under each heading, in the template's order. */
export function NoteText({ note }: { note: CareNoteFragment }) {
  const texts = new Map(note.answers.map((answer) => [answer.prompt, answer.text]));
  return (
    <dl className="m-0 grid gap-4">
      {note.template.prompts
        .filter((prompt) => texts.get(prompt.key)?.trim())
        .map((prompt) => (
          <div key={prompt.key} className="grid gap-0.5">
            <dt className="text-small font-semibold text-ink-2">{prompt.words}</dt>
            <dd className="measure m-0 break-words whitespace-pre-line">{texts.get(prompt.key)}</dd>
          </div>
        ))}
    </dl>
  );
}

export function Signatures({ note }: { note: CareNoteFragment }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  if (!note.signedAt) return null;
  return (
    <div className="flex gap-2 border-line border-t pt-3 text-small text-ink-2">
      <Lock size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 flex-none" />
      <div className="grid gap-0.5">
        <p>{t("care.written.signed", { name: note.author.name, when: formatWhen(note.signedAt, zone, locale) })}</p>
        {note.cosignedBy && note.cosignedAt && (
          <p>
            {t("care.written.coSigned", {
              name: note.cosignedBy.name,
              when: formatWhen(note.cosignedAt, zone, locale),
            })}
          </p>
        )}
        {note.late && <p>{t("care.written.late")}</p>}
      </div>
    </div>
  );
}

function CoSign(props: { note: CareNoteFragment; onNote: (note: CareNoteFragment) => void }) {
  const t = useT();
  const sign = useCoSignNote();
  async function run() {
    const outcome = await sign.run({ sessionNoteId: props.note.id });
    if (!outcome.ok || !outcome.payload.note) return;
    toast(t("care.written.coSignedNow"));
    props.onNote(unmask(CareNote, outcome.payload.note));
  }
  return (
    <div className="grid gap-3">
      {sign.error && <ErrorNotice error={sign.error} title={t("care.note.notSigned")} />}
      {sign.problems.length > 0 && (
        <Notice tone="attention" live title={t("care.note.notSigned")}>
          {sign.problems.map((one) => one.message).join(" ")}
        </Notice>
      )}
      <p className="measure text-small text-ink-2">{t("care.written.coSignText", { name: props.note.author.name })}</p>
      <Button
        className="justify-self-start"
        pending={sign.pending && t("care.note.signing")}
        onPress={() => void run()}
      >
        {t("care.written.coSign")}
      </Button>
    </div>
  );
}

function Addenda({ note }: { note: CareNoteFragment }) {
  const t = useT();
  const locale = useLocale();
  return (
    <section aria-labelledby="addenda" className="grid gap-3">
      <h2 id="addenda" className="text-h2">
        {t("care.addendum.title")}
      </h2>
      <ol className="m-0 list-none divide-y divide-line rounded-card border border-line bg-surface p-0">
        {note.addenda.map((one) => (
          <li key={one.id} className="grid gap-1 px-5 py-4">
            <p className="measure break-words whitespace-pre-line">{one.text}</p>
            <p className="text-small text-ink-2">
              {one.by.name}, {formatWhen(one.at, centerBoot().viewer.zone, locale)}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function AddAddendum(props: { note: CareNoteFragment; leftOver?: string; onNote: (note: CareNoteFragment) => void }) {
  const t = useT();
  const add = useAddAddendum();
  const keyOf = useAttemptKey();
  const [text, setText] = useState(props.leftOver ?? "");
  const [open, setOpen] = useState(Boolean(props.leftOver));
  const [missing, setMissing] = useState(false);
  if (!open) {
    return (
      <Button variant="secondary" className="justify-self-start" onPress={() => setOpen(true)}>
        {t("care.addendum.add")}
      </Button>
    );
  }
  async function save() {
    setMissing(!text.trim());
    if (!text.trim() || add.pending) return;
    const wanted = { sessionNoteId: props.note.id, text };
    // The same words again later are another addendum: what is there already counts in.
    const clientMutationId = keyOf({ ...wanted, after: props.note.addenda.length });
    const outcome = await add.run({ input: { ...wanted, clientMutationId } });
    if (!outcome.ok || !outcome.payload.note) return;
    setText("");
    setOpen(false);
    toast(t("care.addendum.added"));
    props.onNote(unmask(CareNote, outcome.payload.note));
  }
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <LeaveGuard text={t("care.addendum.notAdded")} isClean={() => !text.trim()} />
      {props.leftOver && <Notice tone="attention">{t("care.addendum.leftOver")}</Notice>}
      {add.error && <ErrorNotice error={add.error} title={t("form.notSaved")} />}
      <TextField
        multiline
        rows={4}
        autoFocus
        maxLength={4000}
        label={t("care.addendum.label")}
        hint={t("care.addendum.hint")}
        value={text}
        onChange={setText}
        error={add.problems[0]?.message ?? (missing ? t("care.addendum.missing") : undefined)}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" pending={add.pending && t("form.saving")}>
          {t("care.addendum.save")}
        </Button>
        <Button variant="secondary" onPress={() => setOpen(false)}>
          {t("form.cancel")}
        </Button>
      </div>
    </form>
  );
}
