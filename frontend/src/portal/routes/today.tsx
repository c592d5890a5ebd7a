import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { ChevronRight, HeartHandshake, UserRoundPlus } from "lucide-react";
import { useEffect } from "react";
import { centerBoot } from "@/api/boot";
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { isAhead } from "@/features/booking/actions";
import { SessionParts } from "@/features/booking/session";
import { graphql, unmask } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatDate, nowIso, partOfDay, setServerNow, wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { NextSessionCard, SessionList } from "@/portal/session-card";
import { Avatar, ButtonLink, EmptyState, TextLink } from "@/ui";

const Today = graphql(`
  query Today($from: DateTime!) {
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
      }
    }
    sessions(from: $from, state: BOOKED, first: 5) {
      nodes {
        ...SessionParts
      }
    }
  }
`);

/** From three hours ago, on the hour: a session under way is still the next one, and the key does not change with each look. */
function recentHour(): string {
  return `${new Date(Math.floor(Date.parse(nowIso()) / 3_600_000 - 3) * 3_600_000).toISOString().slice(0, 13)}:00:00Z`;
}
const today = () => ({ ...gql(keys.sessions, Today, { from: recentHour() }), refetchInterval: 60_000 });

export const Route = createFileRoute("/today")({
  loader: ({ context }) => context.queryClient.ensureQueryData(today()),
  component: TodayPage,
});

function TodayPage() {
  const t = useT();
  const locale = useLocale();
  useNow(60_000);
  const { viewer, sessions } = useSuspenseQuery(today()).data;
  useEffect(() => setServerNow(viewer.now), [viewer.now]);
  useEffect(() => {
    document.title = t("nav.today");
  }, [t]);
  const hour = Number(wallClock(nowIso(), viewer.account.zone).time.slice(0, 2));
  const ahead = sessions.nodes.map((node) => unmask(SessionParts, node)).filter(isAhead);
  const [next, ...later] = ahead;
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
          {next ? <NextSessionCard session={next} /> : <EmptyState>{t("today.nothing")}</EmptyState>}
          {later.length > 0 && (
            <section className="grid gap-3" aria-labelledby="later">
              <div className="flex items-baseline justify-between gap-3">
                <h2 id="later" className="text-h2">
                  {t("today.later")}
                </h2>
                <TextLink to="/schedule">{t("today.all")}</TextLink>
              </div>
              <SessionList sessions={later.slice(0, 3)} label={t("today.later")} />
            </section>
          )}
        </div>
        <div className="grid content-start gap-4">
          <BookCards counselors={viewer.counselors} primary={!next} />
          <HelpRow />
        </div>
      </div>
    </>
  );
}

function BookCards(props: { counselors: ReadonlyArray<{ id: string; name: string }>; primary: boolean }) {
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
              <span className="text-small text-ink-2">{t("people.counselor")}</span>
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

function HelpRow() {
  const t = useT();
  return (
    <a
      href={`${centerBoot().base}/help`}
      className="flex min-h-16 items-center gap-4 rounded-card border border-line bg-surface px-5 py-3 text-ink no-underline hover:bg-sunken"
    >
      <span
        aria-hidden
        className="grid size-11 flex-none place-items-center rounded-control bg-rose-soft text-rose-soft-ink"
      >
        <HeartHandshake size={20} strokeWidth={1.75} />
      </span>
      <span className="grid flex-1">
        <span className="font-semibold">{t("today.hard")}</span>
        <span className="text-small text-ink-2">{t("today.hardText")}</span>
      </span>
      <ChevronRight size={20} aria-hidden className="flex-none text-ink-3" />
    </a>
  );
}
