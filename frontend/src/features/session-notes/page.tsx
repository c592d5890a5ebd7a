import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { centerBoot } from "@/api/boot";
import { isCalledOff, isLive } from "@/features/session-hour/moves";
import { HourParts, sessionHour } from "@/features/session-hour/queries";
import { OutcomeBadge } from "@/features/session-hour/words";
import { unmask } from "@/gql";
import type { CareNoteFragment, HourPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDay, formatTimeRange, minutesUntil } from "@/lib/time";
import { BackLink, ButtonLink, EmptyState, Notice, PageHeader, Section } from "@/ui";
import { NoteEditor } from "./editor";
import { LastNote } from "./last-note";
import { Plan } from "./plan";
import { CareNote, noteOf, noteTemplates } from "./queries";
import { VoidedNotes } from "./voided";
import { WrittenNote } from "./written";

/** What is written about one session: while it is written, and as it stands afterwards. */
export function NotePage(props: { id: string }) {
  const t = useT();
  const locale = useLocale();
  const found = useSuspenseQuery(sessionHour(props.id)).data.session;
  const session = found && unmask(HourParts, found);
  if (!session) return <Notice tone="attention">{t("error.notFound")}</Notice>;
  const { zone } = centerBoot().viewer;
  return (
    <>
      <PageHeader
        title={t("care.note.title")}
        back={
          <BackLink to="/sessions/$id" params={{ id: props.id }}>
            {t("staff.session.title")}
          </BackLink>
        }
        lead={`${formatDay(session.startsAt, zone, locale, "full")}, ${formatTimeRange(session.startsAt, session.endsAt, zone, locale)}`}
      >
        <span className="flex flex-wrap items-center gap-3">
          <span className="min-w-0 break-words">{t("care.note.about", { name: session.client.name })}</span>
          <OutcomeBadge state={session.state} />
        </span>
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-[minmax(0,720px)_minmax(16rem,22rem)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <Section>
            <Body session={session} />
          </Section>
          <Section loading={null}>
            <VoidedNotes sessionId={session.id} clientName={session.client.name} />
          </Section>
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 empty:hidden">
          <Section loading={null}>
            <Plan clientId={session.client.id} />
          </Section>
          <Section loading={null}>
            <LastNote session={session} />
          </Section>
        </div>
      </div>
    </>
  );
}

function Body({ session }: { session: HourPartsFragment }) {
  const t = useT();
  const queryClient = useQueryClient();
  const query = noteOf(session.id);
  const masked = useSuspenseQuery({
    ...query,
    // While the client may add a line, it comes by itself.
    refetchInterval: ({ state }) => {
      const there = state.data?.sessionNote;
      return there && unmask(CareNote, there).openedToClientAt ? 20_000 : false;
    },
  }).data.sessionNote;
  const note = masked ? unmask(CareNote, masked) : null;
  // What is typed here and not kept there stays on the page, also when it was signed elsewhere.
  const [holding, setHolding] = useState(false);
  const [leftOver, setLeftOver] = useState<string>();
  const onLeftOver = useCallback((text: string) => {
    setLeftOver(text);
    setHolding(false);
  }, []);
  const onNote = (next: CareNoteFragment) => {
    if (next.state !== "DRAFT") setHolding(false);
    queryClient.setQueryData(query.queryKey, { sessionNote: next as never });
  };
  const mine = session.counselor.id === centerBoot().viewer.id;
  const signed = note && note.state !== "DRAFT";
  if (note && ((signed && !holding) || !mine)) {
    return <WrittenNote note={note} clientName={session.client.name} leftOver={leftOver} onNote={onNote} />;
  }
  if (!mine) return <EmptyState>{t("care.note.notWritten", { name: session.counselor.name })}</EmptyState>;
  if (isCalledOff(session.state)) return <EmptyState>{t("care.note.calledOff")}</EmptyState>;
  if (!note && minutesUntil(session.startsAt) > 30) return <EmptyState>{t("care.note.early")}</EmptyState>;
  return <Writing session={session} note={note} onNote={onNote} onHolding={setHolding} onLeftOver={onLeftOver} />;
}

function Writing(props: {
  session: HourPartsFragment;
  note: CareNoteFragment | null;
  onNote: (note: CareNoteFragment) => void;
  onHolding: (holding: boolean) => void;
  onLeftOver: (text: string) => void;
}) {
  const t = useT();
  const templates = useSuspenseQuery(noteTemplates).data.noteTemplates;
  const { session } = props;
  const missed = session.state === "NO_SHOW_CLIENT" || session.state === "NO_SHOW_PEER";
  const counsels = centerBoot().viewer.roles.includes("COUNSELOR");
  const usual = counsels ? "counseling_session" : "peer_session";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      {isLive(session.state) && (
        <Notice
          actions={
            <ButtonLink size="small" variant="secondary" to="/sessions/$id" params={{ id: session.id }}>
              {t("care.note.toHour")}
            </ButtonLink>
          }
        >
          {t("care.note.notOver")}
        </Notice>
      )}
      <NoteEditor
        sessionId={session.id}
        clientName={session.client.name}
        note={props.note}
        templates={templates}
        firstTemplate={missed ? "reaching_out" : usual}
        onNote={props.onNote}
        onHolding={props.onHolding}
        onLeftOver={props.onLeftOver}
      />
    </div>
  );
}
