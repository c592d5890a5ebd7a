import { NotebookPen } from "lucide-react";
import { zoneToShow } from "@/features/booking/session";
import { BookingTexts } from "@/features/booking/texts";
import type { TodayQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatDay } from "@/lib/time";
import { RowLink, RowList } from "@/portal/row-link";
import { Section } from "@/ui";

type Props = { sessions: TodayQuery["sessionsWithOpenNote"] };

/** On Today: notes that one may read and add a line to, until there is one or the note is signed. */
export default function TodayRow(props: Props) {
  return (
    <Section loading={null}>
      <BookingTexts>
        <Rows {...props} />
      </BookingTexts>
    </Section>
  );
}

function Rows({ sessions }: Props) {
  const t = useT();
  const locale = useLocale();
  return (
    <RowList label={t("myNote.todo")}>
      {sessions.map(({ id, counselor, startsAt, place, zone }) => (
        <RowLink
          key={id}
          to="/schedule/$id"
          params={{ id }}
          Icon={NotebookPen}
          title={t("myNote.open", { name: firstName(counselor.name) })}
          text={t("myNote.openText", { day: formatDay(startsAt, zoneToShow(place, zone), locale) })}
        />
      ))}
    </RowList>
  );
}
