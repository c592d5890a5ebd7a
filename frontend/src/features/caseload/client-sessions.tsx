import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { centerBoot } from "@/api/boot";
import { SessionParts, type SessionView } from "@/features/booking/session";
import { unmask } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { formatDay, formatTimeRange } from "@/lib/time";
import { Badge, EmptyState, MoreButton, TextLink } from "@/ui";
import { clientSessions } from "./queries";

/** A client's sessions, what comes and what was. */
export function Sessions(props: { clientId: string; now: string }) {
  const t = useT();
  const { now } = props;
  return (
    <div className="grid gap-6">
      <SessionPart
        title={t("staff.client.coming")}
        none={t("staff.client.noneComing")}
        query={clientSessions(props.clientId, { from: now, newestFirst: false })}
      />
      <SessionPart
        title={t("staff.client.past")}
        none={t("staff.client.nonePast")}
        query={clientSessions(props.clientId, { until: now, newestFirst: true })}
        before={now}
      />
    </div>
  );
}

function SessionPart(props: {
  title: string;
  none: string;
  query: ReturnType<typeof clientSessions>;
  before?: string;
}) {
  const t = useT();
  const list = useSuspenseInfiniteQuery(props.query);
  const { before } = props;
  const sessions = list.data.pages
    .flatMap((page) => page.sessions.nodes.map((node) => unmask(SessionParts, node)))
    // One that is under way belongs to what is coming.
    .filter((session) => !before || Date.parse(session.endsAt) <= Date.parse(before));
  return (
    <section className="grid gap-3">
      <h2 className="text-h2">{props.title}</h2>
      {sessions.length ? (
        <ul className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0">
          {sessions.map((session) => (
            <li key={session.id}>
              <SessionLine session={session} />
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState>{props.none}</EmptyState>
      )}
      <MoreButton list={list} label={t("documents.more")} />
    </section>
  );
}

function SessionLine({ session }: { session: SessionView }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  return (
    <div className="grid min-h-14 content-center justify-items-start gap-x-4 gap-y-1 px-4 py-2 sm:flex sm:items-center">
      <TextLink className="font-semibold" to="/sessions/$id" params={{ id: session.id }}>
        {formatDay(session.startsAt, zone, locale)}, {formatTimeRange(session.startsAt, session.endsAt, zone, locale)}
      </TextLink>
      <span className="text-small text-ink-2">
        {session.counselor.name} · {t(session.place === "ONLINE" ? "session.online" : "session.inPerson")}
      </span>
      {session.state === "CANCELLED" && <Badge>{t("session.cancelled")}</Badge>}
    </div>
  );
}
