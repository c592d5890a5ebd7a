import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatDay, formatWhen } from "@/lib/time";
import { Badge, Button, Card, Fault, Notice, Section } from "@/ui";
import { TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { useAddOwnLine } from "./actions";
import { myNote, type NoteView } from "./queries";

/** What was written about the session, once it is shared: to read, and to add one's own words before it is signed. */
export function SharedNote(props: { sessionId: string; name: string }) {
  return (
    <Section loading={null}>
      <Inside {...props} />
    </Section>
  );
}

function Inside({ sessionId, name }: { sessionId: string; name: string }) {
  const t = useT();
  const locale = useLocale();
  const { sessionNote: note, takenBackAt } = useSuspenseQuery(myNote(sessionId)).data;
  const { zone } = centerBoot().viewer;
  return (
    <>
      {takenBackAt && (
        <Notice title={t("myNote.takenBack", { day: formatDay(takenBackAt, zone, locale) })}>
          {note ? t("myNote.takenBackNew") : t("myNote.takenBackText", { name: firstName(name) })}
        </Notice>
      )}
      {note && <Written sessionId={sessionId} note={note} />}
    </>
  );
}

function Written({ sessionId, note }: { sessionId: string; note: NoteView }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const draft = note.state === "DRAFT";
  return (
    <Card labelledBy="note">
      <div className="grid gap-4">
        <div className="grid gap-1">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h2 id="note" className="text-h2">
              {t("myNote.title")}
            </h2>
            <Badge tone={draft ? "iris" : "good"}>{t(draft ? "myNote.draft" : "myNote.signed")}</Badge>
          </div>
          <p className="text-small text-ink-2">
            {note.signedAt
              ? t("myNote.signedBy", { name: note.author.name, when: formatWhen(note.signedAt, zone, locale) })
              : t("myNote.writtenBy", { name: note.author.name, when: formatWhen(note.savedAt, zone, locale) })}
          </p>
        </div>
        <Answers note={note} />
        {draft ? (
          <OwnLine sessionId={sessionId} note={note} />
        ) : (
          note.clientLine && <Text title={t("myNote.own")} text={note.clientLine} />
        )}
        {note.addenda.map((one) => (
          <Text
            key={one.id}
            title={t("myNote.addendum", { name: one.by.name, when: formatWhen(one.at, zone, locale) })}
            text={one.text}
          />
        ))}
      </div>
    </Card>
  );
}

function Text(props: { title: string; text: string }) {
  return (
    <div className="grid gap-1">
      <h3 className="text-small font-semibold text-ink-2">{props.title}</h3>
      <p className="measure whitespace-pre-wrap break-words">{props.text}</p>
    </div>
  );
}

function Answers({ note }: { note: NoteView }) {
  const words = new Map(note.template.prompts.map((prompt) => [prompt.key, prompt.words]));
  return note.answers.map(
    ({ prompt, text }) => text.trim() && <Text key={prompt} title={words.get(prompt) ?? ""} text={text} />,
  );
}

function OwnLine({ sessionId, note }: { sessionId: string; note: NoteView }) {
  const t = useT();
  const add = useAddOwnLine(sessionId);
  const [text, setText] = useState(note.clientLine ?? "");
  async function send() {
    const outcome = await add.run({ input: { sessionId, text: text.trim(), version: note.clientLineVersion } });
    if (outcome.ok) toast(t(text.trim() ? "myNote.added" : "myNote.taken"));
  }
  return (
    <form
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] gap-3 border-line border-t pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextField
        multiline
        rows={3}
        label={t("myNote.own")}
        hint={t("myNote.ownHint", { name: firstName(note.author.name) })}
        maxLength={1000}
        value={text}
        onChange={setText}
      />
      <Fault of={add} />
      <Button
        type="submit"
        variant="soft"
        className="sm:justify-self-start"
        isDisabled={text.trim() === (note.clientLine ?? "")}
        pending={add.pending && t("form.saving")}
      >
        {t("myNote.save")}
      </Button>
    </form>
  );
}
