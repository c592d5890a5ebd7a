import { centerBoot } from "@/api/boot";
import type { SessionView } from "@/features/booking/session";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { isPast } from "@/lib/time";
import { ButtonLink, Notice, OutLink } from "@/ui";

/** What became of a session, kindly: nobody has to explain themselves. */
export function AfterSession({ session }: { session: SessionView }) {
  const t = useT();
  const { state, counselor } = session;
  const again = (
    <ButtonLink to="/book" search={{ with: counselor.id }} variant="secondary" size="small">
      {t("session.bookAnother")}
    </ButtonLink>
  );
  switch (state) {
    case "CANCELLED":
    case "LATE_CANCEL": {
      const mine = session.cancelledBy?.id === centerBoot().viewer.id;
      const by = session.cancelledBy?.name;
      const other = by ? t("session.cancelledBy", { name: by }) : t("myHour.cancelled");
      return (
        <Notice tone="attention" title={mine ? t("session.cancelledByYou") : other} actions={again}>
          {session.cancelReason}
        </Notice>
      );
    }
    case "NO_SHOW_CLIENT":
      return (
        <Notice title={t("myHour.missed")} actions={again}>
          {t("myHour.missedText", { name: firstName(counselor.name) })}
        </Notice>
      );
    case "NO_SHOW_PEER":
      return (
        <Notice tone="attention" title={t("myHour.alone")} actions={again}>
          {t("myHour.aloneText")} <CenterPhone />
        </Notice>
      );
    case "COMPLETED":
      return <Notice tone="good">{t("myHour.met", { name: firstName(counselor.name) })}</Notice>;
    default:
      return state !== "IN_SESSION" && isPast(session.endsAt) ? <Notice>{t("session.over")}</Notice> : null;
  }
}

function CenterPhone() {
  const { phone } = centerBoot().center;
  return phone ? <OutLink href={`tel:${phone.replace(/[^+\d]/g, "")}`}>{phone}</OutLink> : null;
}
