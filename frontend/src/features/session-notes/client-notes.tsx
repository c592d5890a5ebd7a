import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { centerBoot, may } from "@/api/boot";
import { CareTexts } from "@/features/session-hour/texts";
import { OutcomeBadge } from "@/features/session-hour/words";
import { unmask } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { formatDay, formatTimeRange } from "@/lib/time";
import { EmptyState, MoreButton, Section, TextLink } from "@/ui";
import { EarlierNotes } from "./earlier-notes";
import { pastSessions, WaitingNote } from "./queries";

/** A client's sessions that were, the newest first, each leading to what was written about it. */
export default function ClientNotes(props: { clientId: string; now: string }) {
  return (
    <CareTexts>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <List {...props} />
        {centerBoot().viewer.roles.includes("COUNSELOR") && !may("CO_SIGN_NOTES") && (
          <Section loading={null}>
            <EarlierNotes clientId={props.clientId} />
          </Section>
        )}
      </div>
    </CareTexts>
  );
}

function List(props: { clientId: string; now: string }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const list = useSuspenseInfiniteQuery(pastSessions(props.clientId, props.now));
  const sessions = list.data.pages.flatMap((page) => page.sessions.nodes.map((one) => unmask(WaitingNote, one)));
  if (!sessions.length) return <EmptyState>{t("care.client.none")}</EmptyState>;
  return (
    <div className="grid max-w-3xl gap-3">
      <p className="measure text-ink-2">{t("care.client.lead")}</p>
      <ul className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0">
        {sessions.map((session) => (
          <li key={session.id} className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
            <TextLink className="font-semibold" to="/sessions/$id/note" params={{ id: session.id }}>
              {formatDay(session.startsAt, zone, locale)},{" "}
              {formatTimeRange(session.startsAt, session.endsAt, zone, locale)}
            </TextLink>
            <span className="text-small text-ink-2">{session.counselor.name}</span>
            <OutcomeBadge state={session.state} />
          </li>
        ))}
      </ul>
      <MoreButton list={list} label={t("documents.more")} />
    </div>
  );
}
