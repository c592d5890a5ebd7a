import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { UserRoundPlus } from "lucide-react";
import { lazy, useEffect } from "react";
import { centerBoot } from "@/api/boot";
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { isAhead, SessionParts, type SessionView } from "@/features/booking/session";
import { hasNews } from "@/features/enrollment/states";
import { isJustOver, isKept, isPlanned, MeetingParts, type MeetingView, meetingIsAhead } from "@/features/groups/parts";
import { asksMe } from "@/features/mentor/pairs";
import { isFreshStep } from "@/features/mentor/step";
import { graphql, unmask } from "@/gql";
import type { Role } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatDate, isPast, nowIso, partOfDay, setServerNow, wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { HelpRow } from "@/portal/help-row";
import { hour } from "@/portal/hour";
import { MeetingRow, NextMeetingCard } from "@/portal/meeting-card";
import { roleWords } from "@/portal/role-words";
import { NextSessionCard, SessionRow } from "@/portal/session-card";
import { Avatar, ButtonLink, EmptyState, Section, TextLink } from "@/ui";

const ToDo = lazy(() => import("@/features/today/to-do"));
const OnMyWay = lazy(() => import("@/portal/on-my-way"));
const GoalsToday = lazy(() => import("@/features/pair/goals-today"));
const ToChoose = lazy(() => import("@/features/cover/today-row"));
const ToRead = lazy(() => import("@/features/hour/today-row"));
const AfterMeeting = lazy(() => import("@/features/today/after-meeting"));

const Today = graphql(`
  query Today($from: DateTime!, $yesterday: DateTime!) {
    viewer {
      now
      today
      account {
        zone
        member {
          id
          name
        }
      }
      counselors {
        id
        name
        roles
      }
    }
    sessions(from: $from, state: BOOKED, first: 5) {
      nodes {
        ...SessionParts
      }
    }
    meetings(from: $yesterday, mine: true, first: 12) {
      nodes {
        ...MeetingParts
      }
    }
    myMemberships {
      id
      state
      alias
      offeredUntil
      mustReadAgreement
      pausedUntil
      leftBecause
      group {
        id
        name
      }
    }
    myEnrollments {
      id
      state
    }
    myCoverAnswers {
      id
      counselor {
        id
        name
      }
      session {
        id
        startsAt
        zone
        place
      }
    }
    sessionsWithOpenNote {
      id
      counselor {
        id
        name
      }
      startsAt
      zone
      place
    }
    sessionWaits {
      id
      place
      offer {
        startsAt
        expiresAt
      }
    }
    myMentorships {
      id
      side
      state
      answeredByMe
    }
    myMentorProfile {
      id
      steppedAt
    }
    myGoalsDue {
      id
      mentorshipId
      text
      targetOn
    }
  }
`);

/** Some hours back: what is under way is still the next one. */
const today = () => ({
  ...gql(keys.sessions, Today, { from: hour(-3), yesterday: hour(-24) }),
  refetchInterval: 60_000,
});

/** What comes, a session or a meeting, in one line of time. */
type Ahead = { startsAt: string; session?: SessionView; meeting?: MeetingView };

export const Route = createFileRoute("/today")({
  loader: ({ context }) => context.queryClient.ensureQueryData(today()),
  component: TodayPage,
});

function TodayPage() {
  const t = useT();
  const locale = useLocale();
  useNow(60_000);
  const data = useSuspenseQuery(today()).data;
  const { viewer, sessions, meetings, myMemberships, myEnrollments, myMentorships, myCoverAnswers } = data;
  useEffect(() => setServerNow(viewer.now), [viewer.now]);
  useEffect(() => {
    document.title = t("nav.today");
  }, [t]);
  const hour = Number(wallClock(nowIso(), viewer.account.zone).time.slice(0, 2));
  const all = meetings.nodes.map((node) => unmask(MeetingParts, node));
  const ahead = inOrder(
    sessions.nodes.map((node) => unmask(SessionParts, node)).filter(isAhead),
    all.filter(isPlanned),
  );
  const next = ahead.find(({ meeting }) => !meeting || meetingIsAhead(meeting));
  const later = ahead.filter((one) => one !== next);
  const waiting = myMemberships.filter(
    (one) =>
      isKept(one.offeredUntil) ||
      one.state === "INVITED" ||
      one.state === "PAUSED" ||
      one.mustReadAgreement ||
      one.leftBecause,
  );
  const asks = myMentorships.some(asksMe);
  const stepped = isFreshStep(data.myMentorProfile?.steppedAt);
  const offers = data.sessionWaits.filter((one) => one.offer);
  const covers = myCoverAnswers.filter(({ session }) => session && !isPast(session.startsAt));
  return (
    <>
      <div className="pb-3">
        <h1 tabIndex={-1} className="text-h1">
          {t(`today.${partOfDay(hour)}`, { name: firstName(viewer.account.member.name) })}
        </h1>
        <p className="mt-0.5 text-small text-ink-2 first-letter:uppercase">
          {formatDate(viewer.today, locale, "long")}
        </p>
      </div>
      <div className="grid gap-4 md:grid-cols-[minmax(0,1fr)_320px] md:gap-8">
        <div className="grid content-start gap-4">
          {next?.meeting && <NextMeetingCard meeting={next.meeting} />}
          {next?.session && <NextSessionCard session={next.session} />}
          {!next && <EmptyState>{t("today.nothing")}</EmptyState>}
          <Section loading={null}>
            {covers.length + offers.length > 0 && <ToChoose covers={covers} offers={offers} />}
            {data.sessionsWithOpenNote.length > 0 && <ToRead sessions={data.sessionsWithOpenNote} />}
            {(asks || stepped || myEnrollments.some((way) => hasNews(way.state))) && (
              <OnMyWay asks={asks} stepped={stepped} />
            )}
            {data.myGoalsDue.length > 0 && <GoalsToday goals={data.myGoalsDue} today={viewer.today} />}
            {waiting.length > 0 && <ToDo places={waiting} />}
            {all.filter(isJustOver).map((meeting) => (
              <AfterMeeting key={meeting.id} meeting={meeting} />
            ))}
          </Section>
          {later.length > 0 && <Later entries={later} />}
        </div>
        <div className="grid content-start gap-4">
          <BookCards counselors={viewer.counselors} primary={!next} />
          <HelpRow />
        </div>
      </div>
    </>
  );
}

function Later({ entries }: { entries: readonly Ahead[] }) {
  const t = useT();
  return (
    <section className="grid gap-3" aria-labelledby="later">
      <div className="flex items-center justify-between gap-3">
        <h2 id="later" className="text-h2">
          {t("today.later")}
        </h2>
        <TextLink to="/schedule" className="inline-flex min-h-11 items-center">
          {t("today.all")}
        </TextLink>
      </div>
      <ul
        aria-label={t("today.later")}
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {entries.slice(0, 3).map(({ session, meeting }) => (
          <li key={session?.id ?? meeting?.id}>
            {session && <SessionRow session={session} />}
            {meeting && <MeetingRow meeting={meeting} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function inOrder(sessions: readonly SessionView[], meetings: readonly MeetingView[]): Ahead[] {
  const both: Ahead[] = [
    ...sessions.map((session) => ({ startsAt: session.startsAt, session })),
    ...meetings.map((meeting) => ({ startsAt: meeting.startsAt, meeting })),
  ];
  return both.sort((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt));
}

type Counselor = { id: string; name: string; roles: readonly Role[] };

function BookCards(props: { counselors: readonly Counselor[]; primary: boolean }) {
  const t = useT();
  const { center } = centerBoot();
  if (!props.counselors.length) {
    return (
      <EmptyState icon={<UserRoundPlus size={22} />}>
        {center.phone ? t("book.noCounselorCall", { phone: center.phone }) : t("book.noCounselor")}
      </EmptyState>
    );
  }
  return (
    <ul className="m-0 grid list-none gap-4 p-0">
      {props.counselors.map((counselor) => (
        <li key={counselor.id} className="grid gap-4 rounded-card border border-line bg-surface p-5">
          <span className="flex items-center gap-3.5">
            <Avatar name={counselor.name} size="medium" />
            <span className="grid min-w-0">
              <span className="font-semibold break-words">{counselor.name}</span>
              <span className="text-small text-ink-2">{t(roleWords(counselor.roles))}</span>
            </span>
          </span>
          <ButtonLink to="/book" search={{ with: counselor.id }} variant={props.primary ? "primary" : "soft"} block>
            {t("today.book", { name: firstName(counselor.name) })}
          </ButtonLink>
        </li>
      ))}
    </ul>
  );
}
