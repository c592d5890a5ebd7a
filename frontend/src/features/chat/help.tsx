import type { FlagChatMessageMutation } from "@/gql/graphql";
import { useT } from "@/i18n";
import { ButtonAnchor, OutLink } from "@/ui";

type CrisisHelp = NonNullable<FlagChatMessageMutation["flagChatMessage"]["help"]>;

const tel = (phone: string) => `tel:${phone.replace(/[^+\d]/g, "")}`;

/** Whom to call now. The numbers that everybody knows are there before the server answers. */
export function Help(props: { lines: CrisisHelp | null; href: string }) {
  const t = useT();
  const emergency = props.lines?.emergency ?? "911";
  const lifeline = props.lines?.lifeline ?? "988";
  const { centerLine, centerHours, centerPhone } = props.lines ?? {};
  return (
    <div className="grid gap-2">
      <ButtonAnchor href={tel(emergency)} variant="danger" block>
        {t("chat.callEmergency", { phone: emergency })}
      </ButtonAnchor>
      <ButtonAnchor href={tel(lifeline)} variant="secondary" block>
        {t("chat.callLifeline", { phone: lifeline })}
      </ButtonAnchor>
      {centerLine && (
        <ButtonAnchor href={tel(centerLine)} variant="secondary" block>
          {t("chat.callCenter", { phone: centerLine })}
          {centerHours && ` (${centerHours})`}
        </ButtonAnchor>
      )}
      {!centerLine && centerPhone && (
        <ButtonAnchor href={tel(centerPhone)} variant="secondary" block>
          {t("chat.callCenter", { phone: centerPhone })}
        </ButtonAnchor>
      )}
      <OutLink href={props.href}>{t("help.now")}</OutLink>
    </div>
  );
}
