import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";
import { AskOtherTime } from "@/features/booking/ask-other-time";
import { CancelSession } from "@/features/booking/cancel-session";
import { ScopeField } from "@/features/booking/change-scope";
import { MoveSession } from "@/features/booking/move-session";
import { oneSession } from "@/features/booking/queries";
import { SessionParts, type SessionView } from "@/features/booking/session";
import { usePlaceWords, useWhen } from "@/features/booking/words";
import { useAskedAbout } from "@/features/cover/choice";
import { unmask } from "@/gql";
import type { SeriesScope } from "@/gql/graphql";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { BackLink, ButtonLink, Notice, PageHeader, Section, SkeletonList } from "@/ui";

export const Route = createFileRoute("/schedule/$id/change")({
  component: Change,
});

function Change() {
  const t = useT();
  const { id } = Route.useParams();
  const { session: found, viewer } = useSuspenseQuery(oneSession(id)).data;
  const [wanted, setWanted] = useState<SeriesScope>("ONE");
  const away = useAskedAbout(id);
  const words = useWhen();
  const placeWords = usePlaceWords();
  if (!found) return <Notice tone="attention">{t("session.gone")}</Notice>;
  const session = unmask(SessionParts, found);
  const when = words(session);
  const scope = session.seriesId ? wanted : "ONE";
  const title = t(session.canChange || !session.canCancel ? "change.title" : "askMove.change");
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-6 lg:max-w-[860px]">
      <PageHeader
        title={title}
        back={
          <BackLink to="/schedule/$id" params={{ id }}>
            {t("session.title")}
          </BackLink>
        }
        lead={`${session.counselor.name} · ${when.day}, ${when.time} · ${placeWords(session)}`}
      >
        {title}
      </PageHeader>
      {away && (
        <Notice
          tone="attention"
          actions={
            <ButtonLink to="/schedule/$id" params={{ id }} variant="secondary" size="small">
              {t("myCover.choose")}
            </ButtonLink>
          }
        >
          {t("myCover.first", { name: firstName(session.counselor.name) })}
        </Notice>
      )}
      {session.canChange ? (
        <>
          {session.seriesId && <ScopeField value={scope} onChange={setWanted} />}
          <section aria-labelledby="move" className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <h2 id="move" className="text-h2">
              {t("change.move")}
            </h2>
            <MoveSession session={session} today={viewer.today} scope={scope} />
          </section>
          <CancelSession session={session} scope={scope} />
        </>
      ) : (
        <Late session={session} today={viewer.today} />
      )}
    </div>
  );
}

/** What can be called off late: earlier ones are over, or are late by themselves. */
const lateScopes = ["ONE", "FOLLOWING"] as const;

/** After the cutoff: another time is asked for, or the session is called off after all, alone or with those after it. */
function Late({ session, today }: { session: SessionView; today: string }) {
  const t = useT();
  const [wanted, setWanted] = useState<SeriesScope>("ONE");
  const scope = session.seriesId ? wanted : "ONE";
  if (!session.canCancel) {
    return (
      <Notice
        tone="attention"
        actions={
          <ButtonLink to="/schedule/$id" params={{ id: session.id }} variant="secondary" size="small">
            {t("today.details")}
          </ButtonLink>
        }
      >
        {t("session.tooLate")}
      </Notice>
    );
  }
  return (
    <>
      <section aria-labelledby="ask" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <h2 id="ask" className="text-h2">
          {t("askMove.title")}
        </h2>
        <Section loading={<SkeletonList rows={3} rowClass="h-16 w-full" label={t("state.loading")} />}>
          <AskOtherTime session={session} today={today} />
        </Section>
      </section>
      <section aria-labelledby="call-off" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <h2 id="call-off" className="text-h2">
          {t("mySeries.callOff")}
        </h2>
        {session.seriesId && <ScopeField of={lateScopes} value={scope} onChange={setWanted} />}
        <CancelSession session={session} scope={scope} />
      </section>
    </>
  );
}
