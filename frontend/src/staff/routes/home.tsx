import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { lazy, useEffect } from "react";
import { centerBoot, may } from "@/api/boot";
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { MyDay } from "@/features/calendar/my-day";
import { hasCalendar } from "@/features/calendar/search";
import { GroupsAtHome } from "@/features/groups-staff/home";
import { Checklist, ScannerNotice } from "@/features/setup/checklist";
import { OwnTasks, TaskList } from "@/features/tasks/tasks";
import { graphql } from "@/gql";
import type { Role } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDate, setServerNow } from "@/lib/time";
import { ButtonLink, EmptyState, PageHeader, Section } from "@/ui";

// Few have somebody to keep contact with: it comes after the day is shown.
const WaitingAtHome = lazy(() => import("@/features/programs/at-home"));
// So do questions to a mentor, and what mentoring asks of whoever steers it.
const OffersAtHome = lazy(() => import("@/features/mentor-space/at-home"));
// What waits to be written or signed.
const NotesAtHome = lazy(() => import("@/features/session-notes/at-home"));
const MentoringAtHome = lazy(() => import("@/features/mentoring/at-home"));

// Requests come in seldom, too.
const RequestsAtHome = lazy(() => import("@/features/requests/at-home"));
// And whoever waits for a time, or has to choose because somebody is away.
const WaitsAtHome = lazy(() => import("@/features/waits/at-home"));
const CoveringAtHome = lazy(() => import("@/features/covering/at-home"));

const StaffHome = graphql(`
  query StaffHome {
    viewer {
      today
      now
      center {
        id
        state
      }
    }
  }
`);

const home = gql(keys.viewer, StaffHome);

export const Route = createFileRoute("/home")({
  loader: ({ context }) => context.queryClient.ensureQueryData(home),
  component: Home,
});

function Home() {
  const t = useT();
  const locale = useLocale();
  const { viewer } = useSuspenseQuery(home).data;
  useEffect(() => setServerNow(viewer.now), [viewer.now]);
  const manages = may("MANAGE_CENTER");
  const draft = viewer.center.state === "DRAFT";
  const day = formatDate(viewer.today, locale, "long");
  return (
    <>
      <PageHeader title={t("nav.home")} lead={centerBoot().center.name}>
        {day.charAt(0).toLocaleUpperCase(locale) + day.slice(1)}
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-6">
          {manages && draft && (
            <Section>
              <Checklist />
            </Section>
          )}
          {hasCalendar() && <Day />}
          {!hasCalendar() && <Own />}
          {!hasCalendar() && <GroupsAtHome />}
          {!hasCalendar() && !(manages && draft) && <Elsewhere />}
        </div>
        {(manages || hasCalendar()) && <Beside />}
      </div>
    </>
  );
}

function Day() {
  const t = useT();
  return (
    <section aria-labelledby="day" className="grid gap-3">
      <h2 id="day" className="text-h2">
        {t("staff.home.day")}
      </h2>
      <Section title={t("staff.home.dayFailed")}>
        <MyDay />
      </Section>
    </section>
  );
}

/** What came in and waits for an answer, then what is in hand. */
function Beside() {
  const manages = may("MANAGE_CENTER");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-6">
      {hasCalendar() && (
        <Section loading={null}>
          <RequestsAtHome />
        </Section>
      )}
      {may("BOOK_FOR_CLIENTS") && (
        <>
          <Section loading={null}>
            <CoveringAtHome />
          </Section>
          {has("ADMIN", "COUNSELOR", "PEER_MENTOR", "FACILITATOR") && (
            <Section loading={null}>
              <WaitsAtHome />
            </Section>
          )}
        </>
      )}
      {hasCalendar() && <Own />}
      {hasCalendar() && <GroupsAtHome />}
      {manages && (
        <>
          <AllTasks />
          <Section>
            <ScannerNotice />
          </Section>
        </>
      )}
    </div>
  );
}

function AllTasks() {
  const t = useT();
  return (
    <section aria-labelledby="tasks" className="grid gap-3">
      <h2 id="tasks" className="text-h2">
        {t("staff.tasks.title")}
      </h2>
      <Section title={t("staff.tasks.failed")}>
        <TaskList />
      </Section>
    </section>
  );
}

const has = (...roles: readonly Role[]) => centerBoot().viewer.roles.some((role) => roles.includes(role));

/** What was put in the viewer's own hands: tasks, and people to keep contact with. Admins have all tasks in one list. */
function Own() {
  return (
    <>
      {(may("WRITE_SESSION_NOTES") || may("CO_SIGN_NOTES")) && (
        <Section loading={null}>
          <NotesAtHome />
        </Section>
      )}
      {has("PEER_MENTOR") && (
        <Section loading={null}>
          <OffersAtHome />
        </Section>
      )}
      {!may("MANAGE_CENTER") && has("SUPERVISOR", "COUNSELOR", "PEER_MENTOR", "FACILITATOR") && (
        <Section loading={null}>
          <OwnTasks />
        </Section>
      )}
      {has("COUNSELOR", "PEER_MENTOR", "FACILITATOR") && (
        <Section loading={null}>
          <WaitingAtHome />
        </Section>
      )}
      {has("ADMIN", "SUPERVISOR") && (
        <Section loading={null}>
          <MentoringAtHome />
        </Section>
      )}
    </>
  );
}

/** For those without sessions of their own: where their work is. */
function Elsewhere() {
  const t = useT();
  if (may("VIEW_CALENDAR")) {
    return (
      <EmptyState
        action={
          <div className="flex flex-wrap gap-2">
            <ButtonLink variant="secondary" to="/calendar">
              {t("staff.nav.calendar")}
            </ButtonLink>
            {may("VIEW_CLIENTS") && (
              <ButtonLink variant="secondary" to="/clients">
                {t("staff.nav.clients")}
              </ButtonLink>
            )}
          </div>
        }
      >
        {t("staff.home.noCalendar")}
      </EmptyState>
    );
  }
  if (may("VIEW_AUDIT")) {
    return (
      <EmptyState
        action={
          <ButtonLink variant="secondary" to="/admin/audit">
            {t("staff.admin.audit")}
          </ButtonLink>
        }
      >
        {t("staff.home.auditor")}
      </EmptyState>
    );
  }
  return <EmptyState>{t("staff.home.nothingYet")}</EmptyState>;
}
