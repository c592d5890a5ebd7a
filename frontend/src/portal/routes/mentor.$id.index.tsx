import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { lazy } from "react";
import { centerBoot } from "@/api/boot";
import { isAhead } from "@/features/booking/actions";
import { SessionParts } from "@/features/booking/session";
import { Reasons } from "@/features/mentor/candidate";
import { WalkAgreement } from "@/features/pair/agreement";
import { MeetingsHeld } from "@/features/pair/meetings-held";
import { lives, type PairView, walkMeetings, walkPair } from "@/features/pair/queries";
import { Rest } from "@/features/pair/rest";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { addDays, dateInZone, nowIso } from "@/lib/time";
import { HelpRow } from "@/portal/help-row";
import { SessionRow } from "@/portal/session-card";
import { Badge, ButtonLink, Card, Section } from "@/ui";

/** Most pages are of people who go on: what a goodbye needs comes with it. */
const Parting = lazy(() => import("@/portal/parting"));

export const Route = createFileRoute("/mentor/$id/")({
  loader: ({ context }) => void context.queryClient.prefetchQuery(walkMeetings(thisHour())),
  component: TogetherPage,
});

/** On the hour: the key does not change with each look. */
const thisHour = () => `${nowIso().slice(0, 13)}:00:00Z`;

function TogetherPage() {
  const t = useT();
  const { mentorship, mentorshipAgreement } = useSuspenseQuery(walkPair(Route.useParams().id)).data;
  if (!mentorship) return null;
  const parting = mentorship.state === "CLOSING" || mentorship.state === "CLOSED";
  return (
    <>
      {parting && (
        <Section>
          <Parting pair={mentorship} />
        </Section>
      )}
      {!parting && (mentorship.state === "PAUSED" || mentorship.mentorAway) && <Rest pair={mentorship} />}
      {lives(mentorship) && !mentorship.agreedByClient && (
        <WalkAgreement pair={mentorship} agreement={mentorshipAgreement} />
      )}
      {lives(mentorship) && (
        <Section title={t("walk.meetingsFailed")}>
          <Meetings pair={mentorship} />
        </Section>
      )}
      <MeetingsHeld pair={mentorship} />
      {lives(mentorship) && <HowIsIt pair={mentorship} />}
      {mentorship.reasons.length > 0 && (
        <Card labelledBy="reasons">
          <h2 id="reasons" className="mb-3 text-h2">
            {t("walk.whyYou")}
          </h2>
          <Reasons reasons={mentorship.reasons} />
        </Card>
      )}
      {mentorship.shownByOther.length > 0 && (
        <Card labelledBy="shows">
          <h2 id="shows" className="mb-3 text-h2">
            {t("walk.showsOf", { name: firstName(mentorship.mentor.name) })}
          </h2>
          <p className="flex flex-wrap gap-1.5">
            {mentorship.shownByOther.map((word) => (
              <Badge key={word.code} tone="iris">
                {word.label}
              </Badge>
            ))}
          </p>
        </Card>
      )}
      {(mentorship.agreedByClient || !lives(mentorship)) && (
        <WalkAgreement pair={mentorship} agreement={mentorshipAgreement} />
      )}
      <HelpRow />
    </>
  );
}

/** When the two meet next, and how to book; a mentor with hours is booked as anybody is. */
function Meetings({ pair }: { pair: PairView }) {
  const t = useT();
  const { sessions, viewer } = useSuspenseQuery(walkMeetings(thisHour())).data;
  const { mentor } = pair;
  const next = sessions.nodes
    .map((node) => unmask(SessionParts, node))
    .filter((one) => one.counselor.id === mentor.id)
    .filter(isAhead);
  const rests = pair.state === "PAUSED" || pair.mentorAway;
  const bookable = !rests && viewer.counselors.some((one) => one.id === mentor.id);
  return (
    <section aria-labelledby="meetings" className="grid gap-3">
      <h2 id="meetings" className="text-h2">
        {t("walk.meetings")}
      </h2>
      {next.length > 0 ? (
        <ul
          aria-labelledby="meetings"
          className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
        >
          {next.slice(0, 3).map((session) => (
            <li key={session.id}>
              <SessionRow session={session} />
            </li>
          ))}
        </ul>
      ) : (
        !rests && <p className="measure text-ink-2">{t("walk.meetingsNone")}</p>
      )}
      {rests && <p className="measure text-ink-2">{t("walk.meetingsRest")}</p>}
      {bookable && (
        <ButtonLink to="/book" search={{ with: mentor.id }} variant={next.length ? "soft" : "primary"} block>
          {t("today.book", { name: firstName(mentor.name) })}
        </ButtonLink>
      )}
    </section>
  );
}

/** A week without a word is an invitation, not a reminder. */
function HowIsIt({ pair }: { pair: PairView }) {
  const t = useT();
  const { zone } = centerBoot().viewer;
  const last = pair.checkIns[0]?.createdAt;
  const said = last && dateInZone(last, zone) > addDays(dateInZone(nowIso(), zone), -6);
  if (said) return null;
  return (
    <Card labelledBy="week">
      <h2 id="week" className="text-h2">
        {t("walk.week")}
      </h2>
      <p className="mt-1 mb-4 measure text-ink-2">{t("walk.weekText")}</p>
      <ButtonLink to="/mentor/$id/check-in" params={{ id: pair.id }} variant="soft">
        {t("walk.weekDo")}
      </ButtonLink>
    </Card>
  );
}
