import { useReducer, useState } from "react";
import { useMove } from "@/features/booking/actions";
import { flow, type SlotView, startFlow } from "@/features/booking/flow";
import type { SessionView } from "@/features/booking/session";
import { zoneToShow } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { besidesTaken, takenIn } from "@/features/booking/taken";
import { MoveStep } from "@/features/series/move-step";
import { ScopeField } from "@/features/series/scope";
import type { SeriesScope } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { addDays, dateInZone, formatWhen } from "@/lib/time";
import { Button, ErrorNotice, Notice } from "@/ui";
import { toast } from "@/ui/toaster";

type Props = { session: SessionView; today: string; onDone: () => void };

/** The picked time, and the deed. When somebody was faster, times close by are offered instead. */
function useMoving({ session, onDone }: Props, zone: string) {
  const t = useT();
  const locale = useLocale();
  const move = useMove();
  const [state, step] = useReducer(flow, undefined, () => startFlow(newKey()));

  async function confirm() {
    const { slot, key } = state;
    if (!slot) return;
    const outcome = await move.run({
      input: { clientMutationId: key, sessionId: session.id, version: session.version, startsAt: slot.startsAt },
    });
    if (outcome.ok) {
      toast(t("move.done", { when: formatWhen(slot.startsAt, zone, locale) }));
      onDone();
      return;
    }
    const taken = takenIn(outcome.problems);
    if (taken) step({ type: "taken", alternatives: taken.alternatives, key: newKey() });
  }
  function pick(slot: SlotView) {
    move.clear();
    step({ type: "pick", slot, key: newKey() });
  }
  return { move, state, pick, confirm };
}

/** Another time for a session, without dragging. */
export function MoveForm(props: Props) {
  const t = useT();
  const locale = useLocale();
  const { session } = props;
  const zone = zoneToShow(session.place, session.zone);
  const { move, state, pick, confirm } = useMoving(props, zone);
  const [scope, setScope] = useState<SeriesScope>("ONE");
  // Most move by some days: three before it to begin with.
  const before = addDays(dateInZone(session.startsAt, zone), -3);
  const near = before > props.today ? before : props.today;
  const other = besidesTaken(move.problems)[0];

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
        near={near}
        place={t(session.place === "ONLINE" ? "session.online" : "session.inPerson")}
        flow={state}
        onPick={pick}
      />
      {state.slot && scope !== "ONE" && (
        <MoveStep
          key={`${scope}-${state.slot.startsAt}`}
          session={session}
          scope={scope}
          startsAt={state.slot.startsAt}
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
