import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { CalendarDays } from "lucide-react";
import { gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { SessionParts } from "@/features/booking/session";
import { graphql, unmask } from "@/gql";
import { useT } from "@/i18n";
import { now } from "@/lib/time";
import { SessionList } from "@/portal/session-card";
import { ButtonLink, EmptyState, MoreButton, PageHeader, TabLink, TabLinks } from "@/ui";

const Schedule = graphql(`
  query Schedule($from: DateTime, $until: DateTime, $state: SessionState, $newestFirst: Boolean!, $after: String) {
    sessions(from: $from, until: $until, state: $state, newestFirst: $newestFirst, first: 20, after: $after) {
      nodes {
        ...SessionParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

type View = "upcoming" | "past";

/** On the hour, so that the key stays while one looks; what has ended since is sorted out on screen. */
function hour(shift: number): string {
  return `${new Date((Math.floor(now() / 3_600_000) + shift) * 3_600_000).toISOString().slice(0, 13)}:00:00Z`;
}
const schedule = (view: View) =>
  gqlPages(
    keys.sessions,
    Schedule,
    view === "upcoming"
      ? { from: hour(-3), until: null, state: "BOOKED" as const, newestFirst: false }
      : { from: null, until: hour(1), state: null, newestFirst: true },
    (data) => data.sessions,
  );

export const Route = createFileRoute("/schedule/")({
  validateSearch: (search: Record<string, unknown>): { view?: View } => ({
    view: search.view === "past" ? "past" : undefined,
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => context.queryClient.ensureInfiniteQueryData(schedule(deps.view ?? "upcoming")),
  component: SchedulePage,
});

function SchedulePage() {
  const t = useT();
  const view = Route.useSearch().view ?? "upcoming";
  const list = useSuspenseInfiniteQuery(schedule(view));
  const time = now();
  const sessions = list.data.pages
    .flatMap((page) => page.sessions.nodes.map((node) => unmask(SessionParts, node)))
    .filter((session) => Date.parse(session.endsAt) > time === (view === "upcoming"));
  return (
    <>
      <PageHeader
        title={t("nav.schedule")}
        actions={
          <ButtonLink to="/book" variant="soft">
            {t("book.title")}
          </ButtonLink>
        }
      >
        {t("nav.schedule")}
      </PageHeader>
      <TabLinks label={t("schedule.views")}>
        <TabLink to="/schedule" search={{}} activeOptions={{ exact: true, includeSearch: true }}>
          {t("schedule.upcoming")}
        </TabLink>
        <TabLink to="/schedule" search={{ view: "past" }} activeOptions={{ exact: true, includeSearch: true }}>
          {t("schedule.past")}
        </TabLink>
      </TabLinks>
      {sessions.length ? (
        <SessionList sessions={sessions} label={t(view === "past" ? "schedule.past" : "schedule.upcoming")} />
      ) : (
        <EmptyState
          icon={<CalendarDays size={22} />}
          action={view === "upcoming" && <ButtonLink to="/book">{t("schedule.bookTime")}</ButtonLink>}
        >
          {t(view === "past" ? "schedule.nonePast" : "schedule.none")}
        </EmptyState>
      )}
      <MoreButton list={list} label={t("schedule.more")} />
    </>
  );
}
