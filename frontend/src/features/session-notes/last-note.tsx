import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { HourPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDay } from "@/lib/time";
import { Card, TextLink } from "@/ui";
import { CareNote, noteOf, sessionsBefore } from "./queries";
import { NoteText } from "./written";

/** Beside the note: what was written the last time. Nothing when there is nothing. */
export function LastNote({ session }: { session: HourPartsFragment }) {
  const t = useT();
  const locale = useLocale();
  const before = useSuspenseQuery(sessionsBefore(session.client.id, session.startsAt)).data.sessions.nodes;
  const last = before.find((one) => one.id !== session.id && one.state === "COMPLETED");
  const found = useQuery({ ...noteOf(last?.id ?? ""), enabled: Boolean(last) }).data?.sessionNote;
  if (!last || !found) return null;
  const note = unmask(CareNote, found);
  const day = formatDay(last.startsAt, centerBoot().viewer.zone, locale, "long");
  return (
    <Card labelledBy="last-note" className="grid gap-3">
      <h2 id="last-note" className="text-h3">
        {t("care.last.title")}
      </h2>
      <p className="text-small text-ink-2">
        <TextLink to="/sessions/$id/note" params={{ id: last.id }}>
          {day}
        </TextLink>
        , {note.author.name}
      </p>
      <NoteText note={note} />
    </Card>
  );
}
