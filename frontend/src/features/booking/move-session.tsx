import { useNavigate } from "@tanstack/react-router";
import { useReducer, useState } from "react";
import { problemOf } from "@/api/problems";
import type { SeriesScope } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { formatWhen, wallClock } from "@/lib/time";
import { ErrorNotice, Notice, Section, SkeletonList } from "@/ui";
import { toast } from "@/ui/toaster";
import { useMove } from "./actions";
import { ConfirmBar } from "./confirm-bar";
import { flow, startFlow } from "./flow";
import { MovePreview } from "./move-preview";
import { type SessionView, zoneToShow } from "./session";
import { SlotPicker } from "./slot-picker";

/** Another time for a session; with more of its series, each that would move along is shown first. */
export function MoveSession(props: { session: SessionView; today: string; scope: SeriesScope }) {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate();
  const { session, scope } = props;
  const move = useMove();
  const [state, step] = useReducer(flow, undefined, () => startFlow(newKey()));
  const [notice, setNotice] = useState<string>();
  const zone = zoneToShow(session.place, session.zone);
  const place = t(session.place === "ONLINE" ? "session.online" : "session.inPerson");

  async function confirm() {
    if (!state.slot) return;
    setNotice(undefined);
    const outcome = await move.run({
      input: {
        clientMutationId: state.key,
        sessionId: session.id,
        version: session.version,
        startsAt: state.slot.startsAt,
      },
    });
    if (outcome.ok) {
      toast(t("move.done", { when: formatWhen(state.slot.startsAt, zone, locale) }));
      await navigate({ to: "/schedule/$id", params: { id: session.id }, replace: true });
      return;
    }
    const taken = problemOf(outcome.problems, "SlotTaken");
    if (taken) step({ type: "taken", alternatives: taken.alternatives, key: newKey() });
    else setNotice(outcome.problems[0]?.message);
  }
  const at = state.slot && wallClock(state.slot.startsAt, session.zone);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {move.error && <ErrorNotice error={move.error} title={t("move.failed")} onRetry={() => void confirm()} />}
      {notice && (
        <Notice tone="attention" live>
          {notice}
        </Notice>
      )}
      <SlotPicker
        month
        counselorId={session.counselor.id}
        minutes={session.minutes}
        typeId={session.type?.id}
        zone={zone}
        today={props.today}
        place={place}
        flow={state}
        onPick={(slot) => {
          setNotice(undefined);
          step({ type: "pick", slot, key: newKey() });
        }}
      />
      {scope !== "ONE" && at && (
        <Section loading={<SkeletonList rows={3} rowClass="h-12 w-full" label={t("mySeries.looking")} />}>
          <MovePreview session={session} scope={scope} localStart={`${at.date}T${at.time}`} zone={zone} />
        </Section>
      )}
      {scope === "ONE" && (
        <ConfirmBar
          slot={state.slot}
          zone={zone}
          detail={place}
          label={state.slot ? t("move.confirm", { when: formatWhen(state.slot.startsAt, zone, locale) }) : ""}
          pending={move.pending && t("move.moving")}
          onConfirm={() => void confirm()}
        />
      )}
    </div>
  );
}
