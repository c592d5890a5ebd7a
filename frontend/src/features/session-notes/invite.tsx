import { unmask } from "@/gql";
import type { CareNoteFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useSay } from "@/ui/deed";
import { Switch } from "@/ui/switch";
import { useOpenNote } from "./deeds";
import { CareNote } from "./queries";
import type { NoteDraft } from "./use-draft";

/** The client reads along and may add a line of their own, before it is signed. */
export function Invite(props: {
  sessionId: string;
  name: string;
  note: CareNoteFragment | null;
  text: NoteDraft;
  onNote: (note: CareNoteFragment) => void;
}) {
  const t = useT();
  const say = useSay();
  const open = useOpenNote();
  const { note, name } = props;

  async function change(on: boolean) {
    if (!(await props.text.flush())) return;
    const outcome = await open.run({ sessionId: props.sessionId, open: on });
    if (say(outcome) && outcome.ok && outcome.payload.note) props.onNote(unmask(CareNote, outcome.payload.note));
  }
  return (
    <section aria-label={t("care.invite.title")} className="grid gap-3 rounded-card border border-line bg-surface p-4">
      <Switch
        label={t("care.invite.label", { name })}
        hint={t(note ? "care.invite.hint" : "care.invite.first")}
        isSelected={Boolean(note?.openedToClientAt)}
        isDisabled={!note || open.pending}
        onChange={(on) => void change(on)}
      />
      {note?.clientLine ? (
        <ClientLine name={name} line={note.clientLine} />
      ) : (
        note?.openedToClientAt && <p className="text-small text-ink-2">{t("care.invite.nothingYet", { name })}</p>
      )}
    </section>
  );
}

export function ClientLine(props: { name: string; line: string }) {
  const t = useT();
  return (
    <figure className="m-0 grid gap-1 border-iris border-l-4 pl-4">
      <figcaption className="text-small text-ink-2">{t("care.invite.line", { name: props.name })}</figcaption>
      <blockquote className="m-0 break-words whitespace-pre-line">{props.line}</blockquote>
    </figure>
  );
}
