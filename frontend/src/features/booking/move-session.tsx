import { localStartOf } from "@/features/series/plan";
import type { SeriesScope } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { Fault, Section, SkeletonList } from "@/ui";
import { ConfirmBar } from "./confirm-bar";
import { MovePreview } from "./move-preview";
import { otherTimesOf, type SessionView, zoneToShow } from "./session";
import { SlotPicker } from "./slot-picker";
import { useMoving } from "./use-move";

/** Another time for a session; with more of its series, each that would move along is shown first. */
export function MoveSession(props: { session: SessionView; today: string; scope: SeriesScope }) {
  const t = useT();
  const locale = useLocale();
  const { session, scope } = props;
  const zone = zoneToShow(session.place, session.zone);
  const { state, pick, confirm, pending, fault } = useMoving(session, zone);
  const place = t(session.place === "ONLINE" ? "session.online" : "session.inPerson");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Fault of={fault} title={t("move.failed")} onRetry={() => void confirm()} />
      <SlotPicker month {...otherTimesOf(session, session.counselor)} today={props.today} flow={state} onPick={pick} />
      {scope === "ONE" ? (
        <ConfirmBar
          slot={state.slot}
          zone={zone}
          detail={place}
          label={state.slot ? t("move.confirm", { when: formatWhen(state.slot.startsAt, zone, locale) }) : ""}
          pending={pending && t("move.moving")}
          onConfirm={() => void confirm()}
        />
      ) : (
        state.slot && (
          <Section loading={<SkeletonList rows={3} rowClass="h-12 w-full" label={t("mySeries.looking")} />}>
            <MovePreview
              session={session}
              scope={scope}
              localStart={localStartOf(state.slot.startsAt, session.zone)}
              zone={zone}
            />
          </Section>
        )
      )}
    </div>
  );
}
