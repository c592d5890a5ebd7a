import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { CalendarPlus } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { oneSession } from "@/features/booking/queries";
import { isAhead, isLive, SessionParts, type SessionView, zoneToShow } from "@/features/booking/session";
import { usePlaceWords, useWhen } from "@/features/booking/words";
import { CoverChoice, useAskedAbout } from "@/features/cover/choice";
import { DocumentsPanel } from "@/features/documents/panel";
import { AfterSession } from "@/features/hour/after";
import { TheHour } from "@/features/hour/here";
import { SharedNote } from "@/features/hour/note";
import { hasBegun } from "@/features/hour/when";
import { unmask } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { Join } from "@/portal/session-card";
import { BackLink, ButtonAnchor, ButtonLink, Card, Facts, Notice, OutLink, PageHeader } from "@/ui";

export const Route = createFileRoute("/schedule/$id/")({
  component: SessionPage,
});

function SessionPage() {
  const t = useT();
  const { id } = Route.useParams();
  const found = useSuspenseQuery({ ...oneSession(id), refetchInterval: 60_000 }).data.session;
  const away = useAskedAbout(id);
  if (!found) return <Notice tone="attention">{t("session.gone")}</Notice>;
  const session = unmask(SessionParts, found);
  return (
    <div className="grid max-w-[680px] gap-5">
      <PageHeader title={t("session.title")} back={<BackLink to="/schedule">{t("session.toSchedule")}</BackLink>}>
        {t("today.sessionWith", { name: session.counselor.name })}
      </PageHeader>
      {isLive(session) && away ? <CoverChoice sessionId={session.id} /> : <AfterSession session={session} />}
      <SessionFacts session={session} />
      {/* Nobody has to say "I'm here" to somebody who is away. */}
      {isAhead(session) && !away && <Join session={session} />}
      {!away && <TheHour session={session} />}
      {isAhead(session) && <Actions session={session} />}
      {hasBegun(session) && <SharedNote sessionId={session.id} name={session.counselor.name} />}
      <DocumentsPanel sessionId={session.id} />
    </div>
  );
}

function SessionFacts({ session }: { session: SessionView }) {
  const t = useT();
  const when = useWhen()(session);
  const place = usePlaceWords()(session);
  return (
    <Card>
      <Facts
        items={[
          { term: t("session.when"), value: `${when.day}, ${when.time}${when.zone ? ` (${when.zone})` : ""}` },
          {
            term: t("session.who"),
            value: session.counselor.pronouns
              ? `${session.counselor.name} (${session.counselor.pronouns})`
              : session.counselor.name,
          },
          { term: t("session.where"), value: place },
          session.type && { term: t("bookMore.kind"), value: session.type.name },
        ]}
      />
    </Card>
  );
}

function Actions({ session }: { session: SessionView }) {
  const t = useT();
  const { id } = session;
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 sm:flex">
        {session.canCancel && (
          <ButtonLink to="/schedule/$id/change" params={{ id }} variant="secondary">
            {t(session.canChange ? "session.change" : "askMove.change")}
          </ButtonLink>
        )}
        <ButtonAnchor
          href={`${centerBoot().base}/me/sessions/${encodeURIComponent(id)}/calendar.ics`}
          variant="secondary"
          icon={<CalendarPlus size={20} strokeWidth={1.75} aria-hidden />}
        >
          {t("session.calendar")}
        </ButtonAnchor>
      </div>
      <ChangeRule session={session} />
    </div>
  );
}

/** Until when one can change alone, and what there is after that. */
function ChangeRule({ session }: { session: SessionView }) {
  const t = useT();
  const locale = useLocale();
  const { phone } = centerBoot().center;
  if (session.canChange) {
    if (!session.changeableUntil) return null;
    const zone = zoneToShow(session.place, session.zone);
    return (
      <p className="text-small text-ink-2">
        {t("session.changeUntil", { when: formatWhen(session.changeableUntil, zone, locale) })}
      </p>
    );
  }
  const words = session.canCancel
    ? t(phone ? "askMove.ruleCall" : "askMove.rule")
    : t(phone ? "session.tooLateCall" : "session.tooLate");
  return (
    <p className="text-small text-ink-2">
      {words} {phone && <OutLink href={`tel:${phone.replace(/[^+\d]/g, "")}`}>{phone}</OutLink>}
    </p>
  );
}
