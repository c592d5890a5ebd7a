import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useReducer, useState } from "react";
import { myRequests } from "@/features/waiting/queries";
import { useLocale, useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { formatWhen } from "@/lib/time";
import { ButtonLink, ErrorNotice, Notice } from "@/ui";
import { TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { useAskToMove } from "./asking";
import { ConfirmBar } from "./confirm-bar";
import { flow, type SlotView, startFlow } from "./flow";
import { type SessionView, zoneToShow } from "./session";
import { SlotPicker } from "./slot-picker";
import { takenIn } from "./taken";

type Props = { session: SessionView; today: string };

/** Too late to move it by oneself: another time is asked for, and the session stays until somebody says yes. */
export function AskOtherTime({ session, today }: Props) {
  const t = useT();
  const locale = useLocale();
  const asked = useSuspenseQuery(myRequests).data.sessionRequests.nodes.find(
    (one) => one.state === "REQUESTED" && one.insteadOf?.id === session.id,
  );
  if (!asked) return <Asking session={session} today={today} />;
  return (
    <Notice
      title={t("askMove.waits", { when: formatWhen(asked.startsAt, zoneToShow(asked.place, asked.zone), locale) })}
      actions={
        <ButtonLink to="/schedule/waiting" variant="secondary" size="small">
          {t("askMove.see")}
        </ButtonLink>
      }
    >
      {t("askMove.stays")}
    </Notice>
  );
}

function useAsking(session: SessionView) {
  const t = useT();
  const navigate = useNavigate();
  const ask = useAskToMove();
  const [state, step] = useReducer(flow, undefined, () => startFlow(newKey()));
  const [words, setWords] = useState("");
  const [notice, setNotice] = useState<string>();
  function pick(slot: SlotView) {
    setNotice(undefined);
    ask.clear();
    step({ type: "pick", slot, key: newKey() });
  }
  async function confirm() {
    if (!state.slot) return;
    setNotice(undefined);
    const { startsAt } = state.slot;
    const outcome = await ask.run({
      input: { clientMutationId: state.key, sessionId: session.id, startsAt, words: words.trim() || null },
    });
    if (outcome.ok) {
      toast(t("askTime.sent", { name: session.counselor.name }));
      await navigate({ to: "/schedule/$id", params: { id: session.id }, replace: true });
      return;
    }
    const taken = takenIn(outcome.problems);
    if (taken) step({ type: "taken", alternatives: taken.alternatives, key: newKey() });
    else setNotice(outcome.problems[0]?.message);
  }
  return { state, words, setWords, notice, pick, confirm, pending: ask.pending, error: ask.error };
}

function Asking({ session, today }: Props) {
  const t = useT();
  const locale = useLocale();
  const zone = zoneToShow(session.place, session.zone);
  const { state, words, setWords, notice, pick, confirm, pending, error } = useAsking(session);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="measure text-ink-2">{t("askMove.text", { name: session.counselor.name })}</p>
      {error && <ErrorNotice error={error} title={t("askMove.failed")} onRetry={() => void confirm()} />}
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
        sessionId={session.id}
        zone={zone}
        today={today}
        place={session.place}
        flow={state}
        onPick={pick}
      />
      {state.slot && (
        <TextField
          multiline
          rows={2}
          label={`${t("askTime.words")} (${t("form.optional")})`}
          hint={t("askTime.wordsHint")}
          maxLength={500}
          value={words}
          onChange={setWords}
        />
      )}
      <ConfirmBar
        slot={state.slot}
        zone={zone}
        detail={t("askTime.detail")}
        label={state.slot ? t("askTime.confirm", { when: formatWhen(state.slot.startsAt, zone, locale) }) : ""}
        pending={pending && t("askTime.asking")}
        onConfirm={() => void confirm()}
      />
    </div>
  );
}
