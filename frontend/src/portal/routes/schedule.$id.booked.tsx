import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { CalendarPlus, CircleCheck } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { oneSession } from "@/features/booking/queries";
import { SessionParts } from "@/features/booking/session";
import { usePlaceWords, useWhen } from "@/features/booking/words";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { ButtonAnchor, ButtonLink, Card, Facts, PageHeader } from "@/ui";

export const Route = createFileRoute("/schedule/$id/booked")({
  component: Booked,
});

function Booked() {
  const t = useT();
  const { id } = Route.useParams();
  const found = useSuspenseQuery(oneSession(id)).data.session;
  const words = useWhen();
  const placeWords = usePlaceWords();
  if (!found) return null;
  const session = unmask(SessionParts, found);
  const when = words(session);
  return (
    <div className="grid max-w-[680px] gap-5">
      <CircleCheck size={44} strokeWidth={1.5} aria-hidden className="text-accent" />
      <PageHeader title={t("booked.title")} lead={t("booked.next", { name: session.counselor.name })}>
        {t("booked.title")}
      </PageHeader>
      <Card>
        <Facts
          items={[
            { term: t("session.when"), value: `${when.day}, ${when.time}${when.zone ? ` (${when.zone})` : ""}` },
            { term: t("session.who"), value: session.counselor.name },
            { term: t("session.where"), value: placeWords(session) },
          ]}
        />
      </Card>
      <div className="grid gap-3 sm:flex">
        <ButtonAnchor
          href={`${centerBoot().base}/me/sessions/${encodeURIComponent(id)}/calendar.ics`}
          variant="secondary"
          size="large"
          icon={<CalendarPlus size={20} strokeWidth={1.75} aria-hidden />}
        >
          {t("session.calendar")}
        </ButtonAnchor>
        <ButtonLink to="/today" size="large">
          {t("booked.today")}
        </ButtonLink>
      </div>
    </div>
  );
}
