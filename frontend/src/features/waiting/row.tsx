import { useSuspenseQuery } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { zoneToShow } from "@/features/booking/session";
import { BookingTexts } from "@/features/booking/texts";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { RowLink, RowList } from "@/portal/row-link";
import { Section } from "@/ui";
import { myRequests, myWaits } from "./queries";

/** On the schedule: that something waits for an answer, theirs or the person's own. */
export default function WaitingRow() {
  return (
    <Section loading={null}>
      <BookingTexts>
        <Inside />
      </BookingTexts>
    </Section>
  );
}

function Inside() {
  const t = useT();
  const locale = useLocale();
  const asked = useSuspenseQuery(myRequests).data.sessionRequests.nodes.filter((one) => one.state === "REQUESTED");
  const waits = useSuspenseQuery(myWaits).data.sessionWaits;
  const kept = waits.find((one) => one.offer);
  const over = waits.filter((one) => one.lapsedAt).length;
  if (asked.length + waits.length === 0) return null;
  const zone = kept && zoneToShow(kept.place, centerBoot().center.zone);
  return (
    <RowList label={t("waiting.title")}>
      <RowLink
        to="/schedule/waiting"
        Icon={Hourglass}
        title={
          kept?.offer && zone
            ? t("myWait.todo", { when: formatWhen(kept.offer.startsAt, zone, locale) })
            : t("waiting.title")
        }
        text={[t("waiting.row", { asked: asked.length, waits: waits.length - over }), over > 0 && t("myWait.lapsedRow")]
          .filter(Boolean)
          .join(" · ")}
      />
    </RowList>
  );
}
