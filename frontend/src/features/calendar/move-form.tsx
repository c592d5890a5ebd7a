import { useState } from "react";
import { useMove } from "@/features/booking/actions";
import type { SessionView } from "@/features/booking/session";
import { zoneToShow } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { besidesTaken } from "@/features/booking/taken";
import { useSlot } from "@/features/booking/use-slot";
import { MoveStep } from "@/features/series/move-step";
import { ScopeField } from "@/features/series/scope";
import type { SeriesScope, SessionPlace } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { addDays, dateInZone, formatWhen } from "@/lib/time";
import { Button, Fault } from "@/ui";
import { Segmented } from "@/ui/fields";
import { toast } from "@/ui/toaster";

type Props = { session: SessionView; today: string; onDone: () => void };
/** What may change with the time: a session of no kind can become shorter or longer, too. */
type Where = { place: SessionPlace; minutes: number };

/** The picked time, and the deed. When somebody was faster, times close by are offered instead. */
function useMoving({ session, onDone }: Props, where: Where, zone: string) {
  const t = useT();
  const locale = useLocale();
  const move = useMove();
  const { state, pick, drop, refused } = useSlot(move.clear);

  async function confirm() {
    const { slot, key } = state;
    if (!slot) return;
    const { id: sessionId, version } = session;
    const changed = {
      place: where.place === session.place ? null : where.place,
      minutes: where.minutes === session.minutes ? null : where.minutes,
    };
    const input = { clientMutationId: key, sessionId, version, startsAt: slot.startsAt, ...changed };
    const outcome = await move.run({ input });
    if (outcome.ok) {
      toast(t("move.done", { when: formatWhen(slot.startsAt, zone, locale) }));
      onDone();
      return;
    }
    refused(outcome.problems);
  }
  return { move, state, pick, drop, confirm };
}

/** Another time for a session, without dragging. */
export function MoveForm(props: Props) {
  const t = useT();
  const locale = useLocale();
  const { session } = props;
  const [where, setWhere] = useState<Where>({ place: session.place, minutes: session.minutes });
  const zone = zoneToShow(where.place, session.zone);
  const { move, state, pick, drop, confirm } = useMoving(props, where, zone);
  const [scope, setScope] = useState<SeriesScope>("ONE");
  const change = (part: Partial<Where>) => {
    drop();
    setWhere((before) => ({ ...before, ...part }));
  };
  // Most move by some days: three before it to begin with.
  const before = addDays(dateInZone(session.startsAt, zone), -3);
  const near = before > props.today ? before : props.today;

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Fault
        of={{ error: move.error, problems: besidesTaken(move.problems) }}
        title={t("move.failed")}
        onRetry={() => void confirm()}
      />
      {session.seriesId && (
        <ScopeField
          scope={scope}
          onScope={(next) => {
            // A series keeps its place and length.
            const { place, minutes } = session;
            if (next !== "ONE" && (place !== where.place || minutes !== where.minutes)) change({ place, minutes });
            setScope(next);
          }}
        />
      )}
      {scope === "ONE" && <WhereFields session={session} where={where} onChange={change} />}
      <SlotPicker
        key={`${where.place}-${where.minutes}`}
        counselorId={session.counselor.id}
        minutes={where.minutes}
        typeId={session.type?.id}
        sessionId={session.id}
        zone={zone}
        today={props.today}
        near={near}
        place={where.place}
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

function WhereFields(props: { session: SessionView; where: Where; onChange: (part: Partial<Where>) => void }) {
  const t = useT();
  const { session, where, onChange } = props;
  const lengths = [...new Set([30, 45, 60, session.minutes])].sort((a, b) => a - b);
  return (
    <>
      {!session.type && (
        <Segmented
          label={t("book.length")}
          value={String(where.minutes)}
          onChange={(minutes) => onChange({ minutes: Number(minutes) })}
          options={lengths.map((minutes) => ({ id: String(minutes), label: t("book.minutes", { minutes }) }))}
        />
      )}
      <Segmented
        label={t("book.where")}
        value={where.place}
        onChange={(place) => onChange({ place: place as SessionPlace })}
        options={[
          { id: "IN_PERSON", label: t("session.inPerson") },
          { id: "ONLINE", label: t("session.online") },
        ]}
      />
    </>
  );
}
