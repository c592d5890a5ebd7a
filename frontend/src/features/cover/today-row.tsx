import { CalendarClock, Hourglass } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { zoneToShow } from "@/features/booking/session";
import { BookingTexts } from "@/features/booking/texts";
import type { TodayQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatDay, formatWhen } from "@/lib/time";
import { RowLink, RowList } from "@/portal/row-link";
import { Section } from "@/ui";

/** So many sessions are named; of a whole series the rest is found where sessions are. */
const named = 3;

type Props = {
  covers: TodayQuery["myCoverAnswers"];
  offers: TodayQuery["sessionWaits"];
};

/** On Today: a choice because somebody is away, and times that are kept for somebody who waits. */
export default function TodayRow(props: Props) {
  return (
    <Section loading={null}>
      <BookingTexts>
        <Rows {...props} />
      </BookingTexts>
    </Section>
  );
}

function Rows({ covers, offers }: Props) {
  const t = useT();
  const locale = useLocale();
  const { center, viewer } = centerBoot();
  return (
    <RowList label={t("myCover.todo")}>
      {covers.slice(0, named).map(
        ({ id, counselor, session }) =>
          session && (
            <RowLink
              key={id}
              to="/schedule/$id"
              params={{ id: session.id }}
              Icon={CalendarClock}
              title={t("myCover.away", {
                name: firstName(counselor.name),
                day: formatDay(session.startsAt, zoneToShow(session.place, session.zone), locale),
              })}
              text={t("myCover.awayText")}
            />
          ),
      )}
      {covers.length > named && (
        <RowLink
          to="/schedule"
          Icon={CalendarClock}
          title={t("myCover.more", { count: covers.length - named })}
          text={t("myCover.awayText")}
        />
      )}
      {offers.map(
        ({ id, place, offer }) =>
          offer && (
            <RowLink
              key={id}
              to="/schedule/waiting"
              Icon={Hourglass}
              title={t("myWait.todo", { when: formatWhen(offer.startsAt, zoneToShow(place, center.zone), locale) })}
              text={
                offer.expiresAt ? t("myWait.kept", { when: formatWhen(offer.expiresAt, viewer.zone, locale) }) : null
              }
            />
          ),
      )}
    </RowList>
  );
}
