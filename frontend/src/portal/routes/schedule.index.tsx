import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { CalendarDays } from "lucide-react";
import { lazy, type ReactNode } from "react";
import { centerBoot } from "@/api/boot";
import { gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { SessionParts, type SessionView } from "@/features/booking/session";
import { myCover } from "@/features/cover/queries";
import { isPlanned, MeetingParts, type MeetingView } from "@/features/groups/parts";
import { type PastMeeting, pastMeetings } from "@/features/groups/past";
import { GroupTexts, groupTexts } from "@/features/groups/texts";
import { graphql, unmask } from "@/gql";
import { useT } from "@/i18n";
import { isPast, now } from "@/lib/time";
import { hour } from "@/portal/hour";
import { MeetingRow } from "@/portal/meeting-card";
import { PastMeetingRow } from "@/portal/past-meeting-row";
import { SessionRow } from "@/portal/session-card";
import { timeline } from "@/portal/timeline";
import { ButtonLink, EmptyState, MoreButton, PageHeader, Section, TabLink, TabLinks } from "@/ui";

const Waiting = lazy(() => import("@/features/waiting/row"));

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
const ScheduleMeetings = graphql(`
  query ScheduleMeetings($from: DateTime!, $after: String) {
    meetings(from: $from, mine: true, first: 20, after: $after) {
      nodes {
        ...MeetingParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

type View = "upcoming" | "past";

/** What has ended since the hour is sorted out on screen. */
const sessionPages = (view: View) =>
  gqlPages(
    keys.sessions,
    Schedule,
    view === "upcoming"
      ? { from: hour(-3), until: null, state: "BOOKED" as const, newestFirst: false }
      : { from: null, until: hour(1), state: null, newestFirst: true },
    (data) => data.sessions,
  );
const meetingPages = () => gqlPages(keys.meetings, ScheduleMeetings, { from: hour(0) }, (data) => data.meetings);
const myPast = () => pastMeetings(centerBoot().viewer.id);

export const Route = createFileRoute("/schedule/")({
  validateSearch: (search: Record<string, unknown>): { view?: View } => ({
    view: search.view === "past" ? "past" : undefined,
  }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps: { view = "upcoming" } }) => {
    await Promise.all([
      queryClient.ensureInfiniteQueryData(sessionPages(view)),
      view === "past"
        ? Promise.all([groupTexts(), queryClient.ensureInfiniteQueryData(myPast())])
        : Promise.all([queryClient.ensureQueryData(myCover), queryClient.ensureInfiniteQueryData(meetingPages())]),
    ]);
  },
  component: SchedulePage,
});

function SchedulePage() {
  const t = useT();
  const view = Route.useSearch().view ?? "upcoming";
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
      {view === "past" ? (
        <GroupTexts>
          <Past />
        </GroupTexts>
      ) : (
        <>
          <Section loading={null}>
            <Waiting />
          </Section>
          <Upcoming />
        </>
      )}
    </>
  );
}

/** One entry of the line, of whatever kind. */
type Entry = { startsAt: string; session?: SessionView; toChoose?: boolean; meeting?: MeetingView; past?: PastMeeting };
type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };

function useSessions(view: View): { list: Pages; items: Entry[] } {
  const list = useSuspenseInfiniteQuery(sessionPages(view));
  const time = now();
  const items = list.data.pages
    .flatMap((page) => page.sessions.nodes.map((node) => unmask(SessionParts, node)))
    .filter((session) => Date.parse(session.endsAt) > time === (view === "upcoming"))
    .map((session) => ({ startsAt: session.startsAt, session }));
  return { list, items };
}

function Upcoming() {
  const t = useT();
  const sessions = useSessions("upcoming");
  const asked = useSuspenseQuery(myCover).data.myCoverAnswers.map((one) => one.session?.id);
  const marked = sessions.items.map((one) => ({
    ...one,
    toChoose: asked.includes(one.session?.id) && !isPast(one.startsAt),
  }));
  const list = useSuspenseInfiniteQuery(meetingPages());
  const items = list.data.pages
    .flatMap((page) => page.meetings.nodes.map((node) => unmask(MeetingParts, node)))
    .filter(isPlanned)
    .map((meeting): Entry => ({ startsAt: meeting.startsAt, meeting }));
  return (
    <Entries
      label={t("schedule.upcoming")}
      none={t("schedule.none")}
      action={<ButtonLink to="/book">{t("schedule.bookTime")}</ButtonLink>}
      parts={[
        { list: sessions.list, items: marked },
        { list, items },
      ]}
    />
  );
}

function Past() {
  const t = useT();
  const sessions = useSessions("past");
  const list = useSuspenseInfiniteQuery(myPast());
  const items = list.data.pages
    .flatMap((page) => page.clientMeetings.nodes)
    .map((past): Entry => ({ startsAt: past.startsAt, past }));
  return (
    <Entries newestFirst label={t("schedule.past")} none={t("schedule.nonePast")} parts={[sessions, { list, items }]} />
  );
}

/** Sessions and meetings in one line of time. */
function Entries(props: {
  parts: ReadonlyArray<{ list: Pages; items: readonly Entry[] }>;
  newestFirst?: boolean;
  label: string;
  none: string;
  action?: ReactNode;
}) {
  const t = useT();
  const { parts } = props;
  const entries = timeline(
    parts.map(({ list, items }) => ({ items, more: list.hasNextPage })),
    props.newestFirst,
  );
  const more = {
    hasNextPage: parts.some(({ list }) => list.hasNextPage),
    isFetchingNextPage: parts.some(({ list }) => list.isFetchingNextPage),
    fetchNextPage: () =>
      Promise.all(parts.map(({ list }) => (list.hasNextPage ? list.fetchNextPage() : Promise.resolve()))),
  };
  return (
    <>
      {entries.length ? (
        <ul
          aria-label={props.label}
          className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
        >
          {entries.map(({ session, toChoose, meeting, past }) => (
            <li key={session?.id ?? meeting?.id ?? past?.meetingId}>
              {session && <SessionRow session={session} toChoose={toChoose} />}
              {meeting && <MeetingRow meeting={meeting} />}
              {past && <PastMeetingRow meeting={past} />}
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState icon={<CalendarDays size={22} />} action={props.action}>
          {props.none}
        </EmptyState>
      )}
      <MoreButton list={more} label={t("schedule.more")} />
    </>
  );
}
