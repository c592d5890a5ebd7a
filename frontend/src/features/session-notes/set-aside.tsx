import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { CareNoteFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { Button, Notice } from "@/ui";
import { useSay } from "@/ui/deed";
import { useDropCopy } from "./deeds";
import { draftFrom, type Template, together, under } from "./draft";
import { CareNote } from "./queries";
import type { NoteDraft } from "./use-draft";

/** Text that came too late for its version: looked at, taken over, or let go. Until then nothing is signed. */
export function SetAside(props: {
  sessionId: string;
  note: CareNoteFragment;
  template: Template;
  text: NoteDraft;
  onNote: (note: CareNoteFragment) => void;
}) {
  const t = useT();
  return (
    <Notice tone="attention" live title={t("care.aside.title")}>
      <p>{t("care.aside.text")}</p>
      <ul className="m-0 mt-3 grid list-none gap-4 p-0">
        {props.note.copies.map((copy) => (
          <li key={copy.id}>
            <Copy {...props} copy={copy} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Copy(props: Parameters<typeof SetAside>[0] & { copy: CareNoteFragment["copies"][number] }) {
  const t = useT();
  const locale = useLocale();
  const say = useSay();
  const { copy, template, text } = props;
  const drop = useDropCopy();
  const [taking, setTaking] = useState(false);
  const headings = new Map(props.note.template.prompts.map((prompt) => [prompt.key, prompt.words]));

  async function letGo(): Promise<void> {
    const outcome = await drop.run({ sessionId: props.sessionId, noteCopyId: copy.id });
    if (say(outcome) && outcome.ok && outcome.payload.note) props.onNote(unmask(CareNote, outcome.payload.note));
  }
  async function takeOver(): Promise<void> {
    setTaking(true);
    text.edit(together(text.draft, under(draftFrom(template.key, copy.answers), template).draft));
    // Only what is kept in the note may be let go here.
    if (await text.flush()) await letGo();
    setTaking(false);
  }
  return (
    <article className="grid gap-2 rounded-control border border-line bg-surface p-4 text-ink">
      <h3 className="font-semibold">
        {t("care.aside.from", { when: formatWhen(copy.at, centerBoot().viewer.zone, locale) })}
      </h3>
      <dl className="m-0 grid gap-2">
        {copy.answers.map((answer) => (
          <div key={answer.prompt}>
            <dt className="text-small text-ink-2">{headings.get(answer.prompt) ?? t("care.aside.otherHeading")}</dt>
            <dd className="m-0 break-words whitespace-pre-line">{answer.text}</dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button size="small" variant="secondary" pending={taking && t("form.saving")} onPress={() => void takeOver()}>
          {t("care.aside.take")}
        </Button>
        <Button size="small" variant="quiet" pending={drop.pending && t("form.saving")} onPress={() => void letGo()}>
          {t("care.aside.drop")}
        </Button>
      </div>
    </article>
  );
}
