import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { myRequests } from "@/features/waiting/queries";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { ButtonLink, Fault, Notice } from "@/ui";
import { TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { useAskToMove } from "./asking";
import { ConfirmBar } from "./confirm-bar";
import { otherTimesOf, type SessionView, zoneToShow } from "./session";
import { SlotPicker } from "./slot-picker";
import { besidesTaken } from "./taken";
import { useSlot } from "./use-slot";

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
  const { state, pick, refused } = useSlot(ask.clear);
  const [words, setWords] = useState("");
  async function confirm() {
    if (!state.slot) return;
    const { startsAt } = state.slot;
    const outcome = await ask.run({
      input: { clientMutationId: state.key, sessionId: session.id, startsAt, words: words.trim() || null },
    });
    if (outcome.ok) {
      toast(t("askTime.sent", { name: session.counselor.name }));
      await navigate({ to: "/schedule/$id", params: { id: session.id }, replace: true });
      return;
    }
    refused(outcome.problems);
  }
  const fault = { error: ask.error, problems: besidesTaken(ask.problems) };
  return { state, words, setWords, pick, confirm, pending: ask.pending, fault };
}

function Asking({ session, today }: Props) {
  const t = useT();
  const locale = useLocale();
  const zone = zoneToShow(session.place, session.zone);
  const { state, words, setWords, pick, confirm, pending, fault } = useAsking(session);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="measure text-ink-2">{t("askMove.text", { name: session.counselor.name })}</p>
      <Fault of={fault} title={t("askMove.failed")} onRetry={() => void confirm()} />
      <SlotPicker month {...otherTimesOf(session, session.counselor)} today={today} flow={state} onPick={pick} />
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
