import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { formatDay, formatTimeRange } from "@/lib/time";
import { Button, MoreButton, Section } from "@/ui";
import { CareNote, earlierNotes, noteOf } from "./queries";
import { NoteText, Signatures } from "./written";

/** What others signed before: whoever counsels somebody now reads it here, each when it is opened. */
export function EarlierNotes({ clientId }: { clientId: string }) {
  const t = useT();
  const list = useSuspenseInfiniteQuery(earlierNotes(clientId));
  const notes = list.data.pages.flatMap((page) => page.earlierNotes.nodes);
  if (!notes.length) return null;
  return (
    <section aria-labelledby="earlier-notes" className="grid max-w-3xl gap-3">
      <h2 id="earlier-notes" className="text-h2">
        {t("care.client.earlier")}
      </h2>
      <p className="measure text-ink-2">{t("care.client.earlierLead")}</p>
      <ul className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0">
        {notes.map((note) => (
          <li key={note.id} className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 py-2">
            <Earlier note={note} />
          </li>
        ))}
      </ul>
      <MoreButton list={list} label={t("care.client.moreEarlier")} />
    </section>
  );
}

type Found = { sessionId: string; startsAt: string; endsAt: string; author: { name: string } };

function Earlier({ note }: { note: Found }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const [open, setOpen] = useState(false);
  const when = `${formatDay(note.startsAt, zone, locale)}, ${formatTimeRange(note.startsAt, note.endsAt, zone, locale)}`;
  const deed = t(open ? "care.client.closeNote" : "care.client.openNote");
  return (
    <>
      <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1">
        <span className="font-semibold">{when}</span>
        <span className="min-w-0 flex-1 break-words text-small text-ink-2">{note.author.name}</span>
        <Button
          size="small"
          variant="secondary"
          aria-expanded={open}
          aria-label={t("care.home.forName", { deed, name: when })}
          onPress={() => setOpen(!open)}
        >
          {deed}
        </Button>
      </div>
      {open && (
        <Section>
          <Text sessionId={note.sessionId} />
        </Section>
      )}
    </>
  );
}

function Text({ sessionId }: { sessionId: string }) {
  const t = useT();
  const found = useSuspenseQuery({ ...noteOf(sessionId), refetchOnWindowFocus: false }).data.sessionNote;
  if (!found) return <p className="text-ink-2">{t("care.client.noteGone")}</p>;
  const note = unmask(CareNote, found);
  return (
    <div className="grid gap-4 pb-3">
      <NoteText note={note} />
      {note.addenda.map((one) => (
        <p key={one.id} className="measure break-words whitespace-pre-line">
          {one.text} <span className="text-small text-ink-2">({one.by.name})</span>
        </p>
      ))}
      <Signatures note={note} />
    </div>
  );
}
