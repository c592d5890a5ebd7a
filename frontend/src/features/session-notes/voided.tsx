import { useSuspenseQuery } from "@tanstack/react-query";
import { Ban } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { CareNoteFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { Badge, Card, Notice } from "@/ui";
import { ClientLine } from "./invite";
import { CareNote, voidedNotesOf } from "./queries";
import { NoteText, Signatures } from "./written";

/** What was signed about the session and taken back, for staff to read. Nothing when nothing was. */
export function VoidedNotes(props: { sessionId: string; clientName: string }) {
  const t = useT();
  const found = useSuspenseQuery(voidedNotesOf(props.sessionId)).data.voidedSessionNotes;
  const notes = found.map((one) => unmask(CareNote, one));
  if (notes.length === 0) return null;
  return (
    <section aria-labelledby="voided-notes" className="grid max-w-[720px] grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="voided-notes" className="text-h2">
        {t("care.void.list")}
      </h2>
      <p className="measure text-small text-ink-2">{t("care.void.listText")}</p>
      {notes.map((note) => (
        <Voided key={note.id} note={note} clientName={props.clientName} />
      ))}
    </section>
  );
}

function Voided(props: { note: CareNoteFragment; clientName: string }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const { note } = props;
  const id = `voided-${note.id}`;
  return (
    <Card labelledBy={id} className="grid gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 id={id} className="text-h3">
          {note.template.name}
        </h3>
        <Badge tone="attention" icon={<Ban size={14} aria-hidden />}>
          {t("care.void.badge")}
        </Badge>
      </div>
      {note.voidedBy && note.voidedAt && (
        <Notice
          tone="attention"
          title={t("care.void.by", { name: note.voidedBy.name, when: formatWhen(note.voidedAt, zone, locale) })}
        >
          <span className="break-words whitespace-pre-line">{note.voidReason}</span>
        </Notice>
      )}
      <NoteText note={note} />
      {note.clientLine && <ClientLine name={props.clientName} line={note.clientLine} />}
      <Signatures note={note} />
      {note.addenda.map((one) => (
        <div key={one.id} className="grid gap-1 border-line border-t pt-3">
          <p className="measure break-words whitespace-pre-line">{one.text}</p>
          <p className="text-small text-ink-2">
            {one.by.name}, {formatWhen(one.at, zone, locale)}
          </p>
        </div>
      ))}
    </Card>
  );
}
