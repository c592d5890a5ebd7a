import { useState } from "react";
import { centerBoot } from "@/api/boot";
import type { Flow, SlotView } from "@/features/booking/flow";
import { otherTimesOf, type SessionView } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { useSlot } from "@/features/booking/use-slot";
import type { CoverChoice } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { Button, ErrorNotice, Notice } from "@/ui";
import { toast } from "@/ui/toaster";
import { useAnswerForClient } from "./deeds";
import type { Answer } from "./page";

/** What they chose, and the time they picked when it is another one. */
function useChoosing(answer: Answer) {
  const t = useT();
  const say = useAnswerForClient();
  const { state, pick, refused } = useSlot(say.clear);

  async function choose(choice: CoverChoice, startsAt?: string) {
    const outcome = await say.run({ input: { coverAnswerId: answer.id, choice, startsAt: startsAt ?? null } });
    if (outcome.ok) return void toast(t("desk.cover.noted", { name: answer.client.name }));
    if (choice === "LATER") refused(outcome.problems);
  }
  return { say, state, choose, pick };
}

/** After a call: what the client chose, written down by the center. */
export function AnswerFor({ answer, session }: { answer: Answer; session: SessionView }) {
  const t = useT();
  const { say, state, choose, pick } = useChoosing(answer);
  const [later, setLater] = useState(false);
  const { backup, client } = answer;
  const pending = say.pending && t("form.saving");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <p className="text-small text-ink-2">{t("desk.cover.call", { name: client.name })}</p>
      {say.error && <ErrorNotice error={say.error} title={t("form.notSaved")} />}
      {say.problems.map((problem) => (
        <Notice key={problem.code} tone="attention" live>
          {problem.message}
        </Notice>
      ))}
      <div className="flex flex-wrap gap-2">
        {backup && (
          <Button
            size="small"
            variant="secondary"
            aria-label={t("desk.cover.withBackupFor", { name: backup.name, client: client.name })}
            pending={pending}
            onPress={() => void choose("BACKUP")}
          >
            {t("desk.cover.withBackup", { name: backup.name })}
          </Button>
        )}
        <Button
          size="small"
          variant="secondary"
          aria-expanded={later}
          aria-label={t("desk.cover.laterFor", { name: client.name })}
          onPress={() => setLater(!later)}
        >
          {t("desk.cover.later", { name: session.counselor.name })}
        </Button>
        <Button
          size="small"
          variant="quiet"
          aria-label={t("desk.cover.cancelFor", { name: client.name })}
          pending={pending}
          onPress={() => void choose("CANCEL")}
        >
          {t("desk.cover.cancel")}
        </Button>
      </div>
      {later && (
        <LaterTime
          session={session}
          flow={state}
          pending={pending}
          onPick={pick}
          onChoose={(startsAt) => void choose("LATER", startsAt)}
        />
      )}
    </div>
  );
}

/** Another time with the same person. */
function LaterTime(props: {
  session: SessionView;
  flow: Flow;
  pending: string | false;
  onPick: (slot: SlotView) => void;
  onChoose: (startsAt: string) => void;
}) {
  const t = useT();
  const locale = useLocale();
  const { session } = props;
  const { slot } = props.flow;
  const times = otherTimesOf(session, session.counselor);
  return (
    <>
      <SlotPicker {...times} today={centerBoot().today} flow={props.flow} onPick={props.onPick} />
      {slot && (
        <Button pending={props.pending} onPress={() => props.onChoose(slot.startsAt)}>
          {t("move.confirm", { when: formatWhen(slot.startsAt, times.zone, locale) })}
        </Button>
      )}
    </>
  );
}
