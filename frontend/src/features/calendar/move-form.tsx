import { useReducer, useState } from "react";
import { problemOf } from "@/api/problems";
import { useMove } from "@/features/booking/actions";
import { flow, startFlow } from "@/features/booking/flow";
import type { SessionView } from "@/features/booking/session";
import { zoneToShow } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { MoveStep } from "@/features/series/move-step";
import { ScopeField } from "@/features/series/scope";
import type { SeriesScope } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { formatWhen, wallClock } from "@/lib/time";
import { Button, ErrorNotice, Notice } from "@/ui";
import { toast } from "@/ui/toaster";

/** A series moves on the wall clock it was planned on. */
function localOf(instant: string, zone: string): string {
  const { date, time } = wallClock(instant, zone);
  return `${date}T${time}`;
}

/** Another time for a session, without dragging. */
export function MoveForm(props: { session: SessionView; today: string; onDone: () => void }) {
  const t = useT();
  const locale = useLocale();
  const { session } = props;
  const move = useMove();
  const [state, step] = useReducer(flow, undefined, () => startFlow(newKey()));
  const zone = zoneToShow(session.place, session.zone);
  const [scope, setScope] = useState<SeriesScope>("ONE");
  const other = move.problems.find((problem) => problem.__typename !== "SlotTaken");

  async function confirm() {
    const { slot, key } = state;
    if (!slot) return;
    const outcome = await move.run({
      input: { clientMutationId: key, sessionId: session.id, version: session.version, startsAt: slot.startsAt },
    });
    if (outcome.ok) {
      toast(t("move.done", { when: formatWhen(slot.startsAt, zone, locale) }));
      props.onDone();
      return;
    }
    const taken = problemOf(outcome.problems, "SlotTaken");
    if (taken) step({ type: "taken", alternatives: taken.alternatives, key: newKey() });
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {move.error && <ErrorNotice error={move.error} title={t("move.failed")} onRetry={() => void confirm()} />}
      {other && (
        <Notice tone="attention" live>
          {other.message}
        </Notice>
      )}
      {session.seriesId && <ScopeField scope={scope} onScope={setScope} />}
      <SlotPicker
        counselorId={session.counselor.id}
        minutes={session.minutes}
        typeId={session.type?.id}
        zone={zone}
        today={props.today}
        place={t(session.place === "ONLINE" ? "session.online" : "session.inPerson")}
        flow={state}
        onPick={(slot) => {
          move.clear();
          step({ type: "pick", slot, key: newKey() });
        }}
      />
      {state.slot && scope !== "ONE" && (
        <MoveStep
          key={`${scope}-${state.slot.startsAt}`}
          sessionId={session.id}
          version={session.version}
          scope={scope}
          localStart={localOf(state.slot.startsAt, session.zone)}
          zone={zone}
          onDone={props.onDone}
        />
      )}
      {state.slot && scope === "ONE" && (
        <Button className="sticky bottom-0" pending={move.pending && t("move.moving")} onPress={() => void confirm()}>
          {t("move.confirm", { when: formatWhen(state.slot.startsAt, zone, locale) })}
        </Button>
      )}
    </div>
  );
}
