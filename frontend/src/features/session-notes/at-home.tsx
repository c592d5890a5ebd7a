import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { centerBoot, may } from "@/api/boot";
import { isLive } from "@/features/session-hour/moves";
import { CareTexts } from "@/features/session-hour/texts";
import { unmask } from "@/gql";
import type { WaitingNoteFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatDay } from "@/lib/time";
import { ButtonLink, MoreButton, Section } from "@/ui";
import { notesToCoSign, notesToFinish, WaitingNote } from "./queries";

/** Notes that wait for words, and those that wait for a second signature. Nothing when none does. */
export default function NotesAtHome() {
  return (
    <CareTexts>
      {may("WRITE_SESSION_NOTES") && (
        <Section loading={null}>
          <ToFinish />
        </Section>
      )}
      {may("CO_SIGN_NOTES") && (
        <Section loading={null}>
          <ToCoSign />
        </Section>
      )}
    </CareTexts>
  );
}

function ToFinish() {
  const t = useT();
  const list = useSuspenseInfiniteQuery(notesToFinish);
  const sessions = list.data.pages.flatMap((page) => page.notesToFinish.nodes.map((one) => unmask(WaitingNote, one)));
  return (
    <Waiting
      id="notes-to-finish"
      title={t("care.home.finish")}
      action={t("care.home.finishNote")}
      sessions={sessions}
      list={list}
      more={() => undefined}
    />
  );
}

function ToCoSign() {
  const t = useT();
  const list = useSuspenseInfiniteQuery(notesToCoSign);
  const sessions = list.data.pages.flatMap((page) => page.notesToCoSign.nodes.map((one) => unmask(WaitingNote, one)));
  return (
    <Waiting
      id="notes-to-cosign"
      title={t("care.home.coSign")}
      action={t("care.home.look")}
      sessions={sessions}
      list={list}
      more={(session) => t("care.home.by", { name: session.counselor.name })}
    />
  );
}

function Waiting(props: {
  id: string;
  title: string;
  action: string;
  sessions: readonly WaitingNoteFragment[];
  more: (session: WaitingNoteFragment) => string | undefined;
  list: Parameters<typeof MoreButton>[0]["list"];
}) {
  const t = useT();
  const locale = useLocale();
  if (!props.sessions.length) return null;
  return (
    <section aria-labelledby={props.id} className="grid gap-3">
      <h2 id={props.id} className="text-h2">
        {props.title}
      </h2>
      <ul className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0">
        {props.sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 px-4 py-3">
            <div className="grid min-w-0 flex-1 basis-40">
              <span className="font-semibold break-words">{session.client.name}</span>
              <span className="text-small text-ink-2">
                {[
                  formatDay(session.startsAt, centerBoot().viewer.zone, locale),
                  formatAgo(session.endsAt, locale),
                  props.more(session),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </div>
            <Next session={session} label={props.action} />
          </li>
        ))}
      </ul>
      <MoreButton list={props.list} label={t("documents.more")} />
    </section>
  );
}

/** To the note; to the session itself as long as nobody said how it went. */
function Next(props: { session: WaitingNoteFragment; label: string }) {
  const t = useT();
  const { session } = props;
  const untold = isLive(session.state);
  const label = untold ? t("care.home.say") : props.label;
  return (
    <ButtonLink
      size="small"
      variant="secondary"
      to={untold ? "/sessions/$id" : "/sessions/$id/note"}
      params={{ id: session.id }}
      aria-label={t("care.home.forName", { deed: label, name: session.client.name })}
    >
      {label}
    </ButtonLink>
  );
}
